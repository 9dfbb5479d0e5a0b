// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { refusal, root, run, type Values } from "../stacks/settings-under-test";
import { rows } from "./arguments";
import { blocks } from "./markdown";

const page = readFileSync(join(root, "docs", "stacks.md"), "utf8");
const readme = readFileSync(join(root, "README.md"), "utf8");
/** The project's keys of a snippet, as the tests' project has them. */
const settings = (text = "") =>
  Object.fromEntries(
    Object.entries((parse(text) as { config: Values }).config).map(([key, value]) => [
      key.replace("docker-host:", ""),
      value,
    ]),
  );
const asWritten = (lines: string[]) =>
  lines.join("\n").replaceAll("project:", "docker-host:").replace("stack stack", "stack dev");

afterEach(() => pulumi.runtime.setAllConfig({}));

test("the table has each key of Pulumi.yaml, with its type, default and description", () => {
  const { config } = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
    config: Record<string, { type: string; default: unknown; description: string }>;
  };
  const expected = Object.entries(config).map(([key, { type, default: byDefault, description }]) => [
    `\`${key}\``,
    type,
    `\`${key === "target" ? String(byDefault) : JSON.stringify(byDefault)}\``,
    description,
  ]);
  expect(rows("docs/stacks.md", 1)).toEqual(expected);
});

test("each committed file of settings has its row", () => {
  const files = readdirSync(join(root, "stacks")).filter((name) => name.startsWith("Pulumi."));
  const described = rows("docs/stacks.md", 0).map(([file = ""]) => file.replaceAll("`", ""));
  expect(described.sort()).toEqual(files.filter((name) => name !== "Pulumi.start.yaml").sort());
});

test("a host ends itself after the hours that its file's row names, and after none where it names none", () => {
  const ofStack = (file: string): unknown => {
    const { config } = parse(readFileSync(join(root, "stacks", file), "utf8")) as { config: Values };
    const target = String(config["docker-host:target"]);
    return (config[`docker-host:${target}`] as { ttlMinutes?: number }).ttlMinutes;
  };
  let hours: number | undefined;
  for (const [file = "", , text = ""] of rows("docs/stacks.md", 0)) {
    const [, many] = /\b(an|\d+) hours?\b/.exec(text) ?? [];
    // "the same there" is what the row above says.
    if (text !== "the same there") hours = many === undefined ? undefined : Number(many) || 1;
    expect({ file, minutes: ofStack(file.replaceAll("`", "")) }).toEqual({ file, minutes: hours && hours * 60 });
  }
});

test.each([
  ["docs/stacks.md", page],
  ["README.md", readme],
])("the list of hosts in %s makes those hosts", async (_page, text) => {
  const { resolved, program } = await run(settings(blocks(text, "yaml")[0]));
  expect(Object.keys(resolved.hosts as Values)).toEqual(["web", "build"]);
  expect(program.find("build-machine").inputs.instanceType).toBe("c7i.xlarge");
});

test("the mistakes there are refused with the words that are there", async () => {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
  const wrong = settings(blocks(page, "yaml")[1]);
  const [first, second] = blocks(page, "text");
  expect(`${asWritten(refusal(wrong))}\n`).toBe(first);

  const hosts = [{ name: "web", users: [{ name: "CI" }] }, { name: "build" }];
  const readable = { target: "aws", aws: { sshIngressCidrs: ["203.0.113.0/24"] }, hosts };
  expect(`${asWritten(refusal(readable))}\n`).toBe(second);
});
