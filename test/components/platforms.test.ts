// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { targets } from "../../components/platforms";
import { fromSources } from "../../tools/shared/places";

/** Packages of @pulumi that are loaded to look at arguments of any target and, for one, to make a host: in a fresh Node, as no other test has it. */
function loaded(made = ""): string[] {
  const script = `
    const { targets } = require("./components/platforms");
    require("@pulumi/pulumi");
    require("./stacks");
    for (const target of Object.values(targets)) target.problems("web", {});
    try { targets[${JSON.stringify(made)}]?.create("web", { nonsense: true }); } catch {}
    const packages = Object.keys(require.cache).map((file) => /@pulumi[\\\\/]([^\\\\/]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(packages.filter(Boolean))]));`;
  const args = ["--require", fromSources, "--eval", script];
  const output = execFileSync(process.execPath, args, { cwd: join(__dirname, "..", ".."), encoding: "utf8" });
  return (JSON.parse(output) as string[]).sort();
}

describe("of Pulumi's packages", () => {
  const own: Record<string, string[]> = { local: [], aws: ["aws"], gcp: ["gcp"] };

  test("none but the SDK is loaded to look at the arguments of a host", () => {
    expect(loaded()).toEqual(["pulumi"]);
  });

  test.each(Object.keys(targets))("a host of %s loads only its own", (target) => {
    expect(loaded(target)).toEqual(["command", "pulumi", ...(own[target] ?? ["(not listed)"])].sort());
  });
});
