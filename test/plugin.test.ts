// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";

import * as plugin from "../index";
import { schema, schemaFile } from "../tools/schema";

test("schema.json is what Pulumi infers from the sources; `npm run schema` writes it anew", async () => {
  expect(readFileSync(schemaFile, "utf8")).toBe(await schema());
}, 120_000);

/** What is not a class: the values of an argument by their names. */
const choices = Object.fromEntries(Object.entries(plugin).filter(([, exported]) => typeof exported !== "function"));

test("each choice between a few values is an enum in every language, by the same names and with all values", () => {
  const { types } = JSON.parse(readFileSync(schemaFile, "utf8")) as {
    types: Record<string, { enum?: { name: string; value: string }[] }>;
  };
  const enums = Object.entries(types).flatMap(([token, { enum: members }]) => {
    const values = members?.map(({ name, value }): [string, string] => [name, value]);
    return values ? [[token.replace("pulumi-docker-host:index:", ""), Object.fromEntries(values)] as const] : [];
  });
  expect(Object.fromEntries(enums)).toEqual(choices);
  expect(choices).toHaveProperty("AwsPublicAddress.Ephemeral", "ephemeral");
});
