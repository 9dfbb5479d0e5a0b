// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Failure } from "../../../components/health/failure";
import { parseReport, statuses } from "../../../components/health/report";
import { root } from "../../../tools/shared/places";

interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

const text = readFileSync(join(root, "docs", "health-report.md"), "utf8");
const schema = JSON.parse(/```json\n([^]*?)```/.exec(text)?.[1] ?? "") as Schema;
const report = parseReport(
  [
    '{"probe": "install", "status": "pass", "ms": 1, "detail": "done"}',
    '{"timeline": [{"group": "boot", "name": "kernel", "start": 1, "seconds": 2}]}',
    '{"image": {"name": "web", "installed": 2}}',
    '{"version": 1, "host": "web", "healthy": true, "dockerVersion": "29.9.0", "stage": "", "seconds": 1, "bootId": "b", "finished": "2026-11-24T12:00:00Z"}',
  ].join("\n"),
);

const failure: Required<Failure> = {
  ...{ stage: "install", what: "Docker does not start", where: "stage start of the installation", seconds: 53.2 },
  ...{ cause: "dockerd: no such driver", fix: "remove it", log: ["dockerd: ..."] },
  ...{ look: ["aws ec2 get-console-output"], diagnostics: "/var/log/x.tar.gz" },
};

/** Of a schema and a value: what it says of the value's keys and kinds; these names may be missing from it. */
function shape({ type, required = [], properties, items }: Schema, optional: string[] = []): unknown {
  if (items) return [shape(items)];
  if (!properties) return type === "integer" ? "number" : (type ?? "given");
  expect(Object.keys(properties).sort()).toEqual([...required, ...optional].sort());
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, shape(property)]));
}

function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

test("the documented schema has the report's keys and kinds, and no others", () => {
  const given = expect.anything() as unknown;
  const { failure: _failure, ...properties } = schema.properties ?? {};
  const documented = JSON.parse(JSON.stringify(shape({ ...schema, properties }, ["image"])), (_key, value: unknown) =>
    value === "given" ? given : value,
  ) as unknown;
  expect(report.healthy).toBe(true);
  expect(shapeOf(report)).toEqual(documented);
});

test("the documented failure, which only an unhealthy host has, has the keys and kinds of the one that there is", () => {
  expect(schema.required).not.toContain("failure");
  expect(shapeOf(failure)).toEqual(shape(schema.properties?.failure ?? {}, ["diagnostics", "look"]));
});

test("the documented statuses are those that there are", () => {
  expect(schema.properties?.probes?.items?.properties?.status?.enum).toEqual([...statuses]);
});
