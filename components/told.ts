// SPDX-License-Identifier: Apache-2.0
// Why a machine is replaced, or its access changed. What a machine is told is secret, so a preview shows only that it has
// changed; a message names the arguments.
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import * as pulumi from "@pulumi/pulumi";

import { hostShape } from "../cloud-init/host-shape";
import { linuxText } from "../cloud-init/line-ends";
import { type Fields, type Shape, tree } from "../cloud-init/shape";
import { at } from "../cloud-init/validate/problem";
import { isMap } from "../cloud-init/validate/kind";
import { hook } from "./hook";
import { accessArguments } from "./made-with";
import type { Machine } from "./platform";
import { isMocked } from "./mocks";

/** Keeps in the state what the machine is told, and says what an update does where it would be told something else. */
export function keepTold(
  name: string,
  args: Record<string, unknown>,
  fingerprint: pulumi.Output<string>,
  machine: Pick<Machine, "resource" | "deletedFirst">,
  parent: pulumi.Resource,
): void {
  const input = pulumi.secret(
    pulumi.all([pulumi.output(args), fingerprint]).apply(([plain, print]) => told(plain, print)),
  );
  new pulumi.Stash(
    `${name}-told`,
    { input },
    {
      parent,
      // So that the state keeps what the old machine was told where the new one could not be made.
      dependsOn: machine.resource,
      ...(!isMocked() && { hooks: { beforeUpdate: [warning(name, parent, downFor(machine.deletedFirst))] } }),
    },
  );
}

/** Has a hash in place of each string: a Stash never forgets its first value, and a file may be long. */
export function told(args: Record<string, unknown>, fingerprint: string): string {
  const hashed = (_key: string, value: unknown) =>
    typeof value === "string" ? createHash("sha256").update(linuxText(value)).digest("hex").slice(0, 16) : value;
  return JSON.stringify({ fingerprint, args }, hashed);
}

/** What is said of a machine that is deleted before there is another one. */
export const downFor = (time: string | undefined): string =>
  time === undefined ? "" : `; it is deleted first, and the host is down for ${time}`;

function warning(name: string, host: pulumi.Resource, down: string): pulumi.ResourceHook {
  const warn = ({ oldInputs, newInputs }: pulumi.ResourceHookArgs) => {
    // What is not known in a preview is compared in the update.
    pulumi.all([inputOf(oldInputs), inputOf(newInputs)]).apply(([before, after]) => {
      const why = reason(before, after);
      if (why?.replaces) void pulumi.log.warn(why.says + down, host);
      else if (why) void pulumi.log.info(why.says, host);
    });
  };
  return hook(`${name}-told`, warn, { onDryRun: true });
}

const inputOf = (inputs: unknown) => pulumi.output((inputs as { input: pulumi.Input<string> }).input);

interface Told {
  /** Of all that the machine is told: the machine is replaced exactly where this changes. */
  fingerprint: string;
  args: Record<string, unknown>;
}

/** What a change of what the machine is told does, and of what. */
export interface Reason {
  /** Another machine takes the place of this one. */
  replaces: boolean;
  says: string;
}

/** What is done to the machine, from two results of {@link told}; undefined where it is nothing. */
export function reason(before: string, after: string): Reason | undefined {
  const [old, now] = [JSON.parse(before) as Told, JSON.parse(after) as Told];
  const replaces = old.fingerprint !== now.fingerprint;
  const names = new Set([...Object.keys(now.args), ...Object.keys(old.args)]);
  const counts = [...names].filter((name) => replaces || accessArguments.includes(name));
  // A list that is absent says the same as an empty one; of dockerUsers, where it does not, either counts.
  const of = (args: Record<string, unknown>, name: string) =>
    args[name] ?? (replaces || name === "dockerUsers" ? undefined : []);
  const paths = counts.flatMap((name) =>
    differences(of(old.args, name), of(now.args, name), name, (hostShape as Fields)[name]),
  );
  if (!replaces) {
    const says = `changed: ${paths.join(", ")}; access is changed on the running machine, for which it is not replaced`;
    return paths.length > 0 ? { replaces, says } : undefined;
  }
  const what = paths.join(", ") || "no argument, but the key of the machine or of its login";
  const says = `changed: ${what}; a machine is told of this only at its first boot, so another one takes its place`;
  return { replaces, says };
}

/** The paths at which two values differ. They stop at names that the caller chooses, which may be secrets. */
function differences(before: unknown, after: unknown, path: string, shape: Shape = tree): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (shape.kind === "fields") {
    const [old, now] = [before ?? {}, after ?? {}];
    if (isMap(old) && isMap(now)) {
      return Object.entries(shape.fields).flatMap(([name, field]) =>
        differences(old[name], now[name], at(path, name), field),
      );
    }
  }
  if (shape.kind === "list" && Array.isArray(before) && Array.isArray(after)) {
    if (before.length === after.length)
      return before.flatMap((item, i) => differences(item, after[i], at(path, i), shape.of));
  }
  return [path];
}
