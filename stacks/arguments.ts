// SPDX-License-Identifier: Apache-2.0
// Which arguments a component has and of what kind each is, by schema.json, which Pulumi infers from the sources.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";

import type { Problem } from "../cloud-init";
import { unknownName } from "../cloud-init/validate/names";
import { at, error, shown } from "../cloud-init/validate/problem";
import type { Arguments } from "../components/platforms";

/** What schema.json says of a value. Beside these it has words of Pulumi's own, such as `plain`. */
interface Member {
  type?: string;
  $ref?: string;
  items?: Member;
  additionalProperties?: Member;
}

interface Schema {
  types: Record<string, { properties: Record<string, Member>; required: string[] }>;
  resources: Record<string, { inputProperties: Record<string, Member>; requiredInputs: string[] }>;
}

const schema = JSON.parse(readFileSync(join(__dirname, "..", "schema.json"), "utf8")) as Schema;
const ajv = new Ajv({ allErrors: true, verbose: true });

/** Looks at arguments by their kinds: names that do not exist, values of another kind, members that are missing. */
export class ArgumentKinds {
  private readonly validate: ValidateFunction;
  private readonly component: Schema["resources"][string];

  constructor(component: string) {
    const found = schema.resources[`pulumi-docker-host:index:${component}`];
    if (!found) throw new Error(`schema.json has no component ${component}; write it anew with \`npm run schema\``);
    this.component = found;
    this.validate = ajv.compile(map({ name: { type: "string" }, ...found.inputProperties }, []));
  }

  /** By paths below `path`. What is missing at the top is not looked for, as others may give it. */
  problems(args: unknown, path: string, isSecret: boolean): Problem[] {
    if (this.validate(args)) return [];
    return (this.validate.errors ?? []).map((found) => {
      const place = within(path, args, found.instancePath);
      const { additionalProperty, missingProperty } = found.params as Record<string, string | undefined>;
      if (additionalProperty !== undefined) {
        const names = Object.keys((found.parentSchema as { properties: object }).properties);
        return unknownName(additionalProperty, names, place);
      }
      if (missingProperty !== undefined) return error(at(place, missingProperty), "is missing");
      return error(
        place,
        `must be ${kinds[(found.schema as string) || ""] ?? "another value"}, got ${got(found, isSecret)}`,
      );
    });
  }

  /** What a host needs and has not. */
  missing(args: Arguments): string[] {
    return this.component.requiredInputs.filter((name) => args[name] === undefined);
  }
}

const kinds: Record<string, string> = {
  string: "a text (put it in quotes)",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
};

function got({ data }: ErrorObject, isSecret: boolean): string {
  if (data === null || data === undefined) return "nothing";
  if (Array.isArray(data)) return "a list";
  if (typeof data === "object") return "a map";
  const kind = typeof data === "string" ? "the text" : typeof data === "number" ? "the number" : "the value";
  return isSecret
    ? `another ${kind.slice(4)} (not shown: there is a secret in these settings)`
    : `${kind} ${shown(data)}`;
}

function map(properties: Record<string, Member>, required: string[]): object {
  const members = Object.entries(properties).map(([name, member]) => [name, jsonSchema(member)]);
  return { type: "object", properties: Object.fromEntries(members) as object, required, additionalProperties: false };
}

/** The same in JSON Schema's words. */
function jsonSchema({ type, $ref, items, additionalProperties }: Member): object {
  if ($ref === "pulumi.json#/Any") return {};
  if ($ref !== undefined) {
    const named = schema.types[$ref.replace("#/types/", "")];
    if (!named) throw new Error(`schema.json has no type ${$ref}`);
    return map(named.properties, named.required);
  }
  return {
    type,
    ...(items && { items: jsonSchema(items) }),
    ...(additionalProperties && { additionalProperties: jsonSchema(additionalProperties) }),
  };
}

/** A JSON pointer in Pulumi's notation. */
function within(path: string, args: unknown, pointer: string): string {
  let [place, value] = [path, args];
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    place = at(place, Array.isArray(value) ? Number(key) : key);
    value = (value as Arguments)[key];
  }
  return place;
}
