// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { targets } from "../../components/platforms";

/** Packages of @pulumi that are loaded for a target: a fresh Node, so that no other test has any. */
function loaded(target: string, isMade: boolean): string[] {
  const script = `
    const { targets } = require("./components/platforms");
    require("@pulumi/pulumi");
    require("./stacks");
    const target = targets[${JSON.stringify(target)}];
    target?.problems("web", {});
    if (${isMade}) try { target.create("web", { nonsense: true }); } catch {}
    const packages = Object.keys(require.cache).map((file) => /@pulumi[\\\\/]([^\\\\/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(packages.filter(Boolean))]));`;
  const args = ["--require", "tsx/cjs", "--eval", script];
  const output = execFileSync(process.execPath, args, { cwd: join(__dirname, "..", ".."), encoding: "utf8" });
  return (JSON.parse(output) as string[]).sort();
}

describe("of Pulumi's packages", () => {
  const own: Record<string, string[]> = { local: [], aws: ["aws"], gcp: ["gcp"] };

  test("none but the SDK is loaded to look at the arguments of a host", () => {
    for (const target of Object.keys(targets)) expect(loaded(target, false)).toEqual(["pulumi"]);
  });

  test.each(Object.keys(targets))("a host of %s loads only its own", (target) => {
    expect(loaded(target, true)).toEqual(["command", "pulumi", ...(own[target] ?? ["(not listed)"])].sort());
  });
});
