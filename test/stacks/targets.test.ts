// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { targets } from "../../stacks/targets";

jest.setTimeout(60_000);

const known = Object.keys(targets).join(", ");

describe("the program", () => {
  // Its whole is one function, which Pulumi calls.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const main = require("../../stacks") as () => unknown;

  beforeAll(() => pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) }));
  afterEach(() => pulumi.runtime.setAllConfig({}));

  test.each(["azure", "Local", "", "constructor", "__proto__", "toString"])("refuses the target %j", (target) => {
    pulumi.runtime.setAllConfig({ "project:target": target });
    const message = `target ${JSON.stringify(target)} is not known; known are: ${known}`;
    expect(main).toThrow(new pulumi.RunError(message));
  });

  test("asks for a target where there is none", () => {
    expect(main).toThrow("Missing required configuration variable 'project:target'");
  });

  test.each(Object.keys(targets))("asks for the settings of %s, which lie under its name", (target) => {
    pulumi.runtime.setAllConfig({ "project:target": target });
    expect(main).toThrow(`Missing required configuration variable 'project:${target}'`);
  });
});

/** Packages of @pulumi that are loaded once the target was chosen: a fresh Node, so that no other test has any. */
function loaded(target: string): string[] {
  const script = `
    const { targets } = require("./stacks/targets");
    const pulumi = require("@pulumi/pulumi");
    const config = { requireObject() { throw new Error("no configuration"); } };
    const said = [];
    try { targets[${JSON.stringify(target)}]?.(config); } catch (error) { said.push(error.message); }
    const packages = Object.keys(require.cache).map((file) => /@pulumi[\\\\/]([^\\\\/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...said, ...new Set(packages.filter(Boolean))]));`;
  const args = ["--require", "tsx/cjs", "--eval", script];
  const output = execFileSync(process.execPath, args, { cwd: join(__dirname, "..", ".."), encoding: "utf8" });
  return (JSON.parse(output) as string[]).sort();
}

describe("of Pulumi's packages", () => {
  const own: Record<string, string[]> = { local: [], aws: ["aws"], gcp: ["gcp"] };

  test("none but the SDK is loaded before a target is chosen", () => {
    expect(loaded("none")).toEqual(["pulumi"]);
  });

  // With one target only, this shows what that one loads, not yet that another's stays unloaded.
  test.each(Object.keys(targets))("%s loads only its own", (target) => {
    expect(loaded(target)).toEqual(
      ["command", "no configuration", "pulumi", ...(own[target] ?? ["(not listed)"])].sort(),
    );
  });
});
