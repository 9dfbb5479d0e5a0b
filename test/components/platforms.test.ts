// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { targets } from "../../components/platforms";

/** Packages of @pulumi that are loaded once the target was chosen: a fresh Node, so that no other test has any. */
function loaded(target: string): string[] {
  const script = `
    const { targets } = require("./components/platforms");
    require("@pulumi/pulumi");
    require("./stacks");
    targets[${JSON.stringify(target)}]?.problems("web", {});
    const packages = Object.keys(require.cache).map((file) => /@pulumi[\\\\/]([^\\\\/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(packages.filter(Boolean))]));`;
  const args = ["--require", "tsx/cjs", "--eval", script];
  const output = execFileSync(process.execPath, args, { cwd: join(__dirname, "..", ".."), encoding: "utf8" });
  return (JSON.parse(output) as string[]).sort();
}

describe("of Pulumi's packages", () => {
  const own: Record<string, string[]> = { local: [], aws: ["aws"], gcp: ["gcp"] };

  test("none but the SDK is loaded before a target is chosen", () => {
    expect(loaded("none")).toEqual(["pulumi"]);
  });

  test.each(Object.keys(targets))("%s loads only its own", (target) => {
    expect(loaded(target)).toEqual(["command", "pulumi", ...(own[target] ?? ["(not listed)"])].sort());
  });
});
