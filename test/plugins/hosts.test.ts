// SPDX-License-Identifier: Apache-2.0
// A host from each plugin, from `up` to `destroy`, on the real CLI and engine. Nothing boots: the clouds are the laboratory's, and
// the machines and their checks those of test/upgrade/.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { CloudFolder } from "../lab/cloud/folder";
import { instances, groups } from "../lab/ec2/records";
import { UpgradeStack } from "../upgrade/stack";
import { cloneOfPlugins } from "./clone";

interface Step {
  op: string;
  urn: string;
}

jest.setTimeout(240_000);

const clone = cloneOfPlugins();
let stack: UpgradeStack;
let folder: string;

beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  stack = new UpgradeStack(cli, [join(__dirname, "..", "upgrade", "shims")]);
  copyFileSync(join(__dirname, "hosts", "program.ts"), join(stack.directory, "index.ts"));
  folder = join(stack.directory, "machine");
  stack.env.FOLDER = folder;
  // A plugin is run with the options of the program, of which it would not start with a transpiler.
  writeFileSync(join(stack.directory, "tsconfig.json"), '{ "compilerOptions": { "noCheck": true } }');
  const providers = Object.entries({ local: "", aws: "-aws", gcp: "-gcp" }).map(([cloud, suffix]) => ({
    name: `pulumi-docker-host${suffix}`,
    path: join(clone, "plugins", cloud),
  }));
  const project = { name: "user", runtime: "nodejs", plugins: { providers } };
  writeFileSync(join(stack.directory, "Pulumi.yaml"), JSON.stringify(project));
  await stack.mustRun("stack", "init", "dev");
}, 900_000);

afterAll(async () => {
  await stack.run("destroy", "--yes", "--skip-preview");
  stack.remove();
  rmSync(clone, { recursive: true });
});

// Each test goes on where the one before it has ended.
test("each plugin makes its host, and gives the ids of a cloud's resources", async () => {
  await stack.mustRun("up", "--yes", "--skip-preview");
  const { local, aws, gcp } = JSON.parse(await stack.mustRun("stack", "output", "--json")) as Record<string, unknown>;
  const cloud = new CloudFolder(join(stack.directory, "cloud"));
  const [machine, group] = [cloud.all(instances)[0]?.id, cloud.all(groups).at(-1)?.id];
  expect(local).toBe(readFileSync(join(folder, "instance-id"), "utf8").trim());
  expect(aws).toEqual([machine, machine, group]);
  const google = (kind: string) => expect.stringMatching(new RegExp(`^projects/lab-project/.*/${kind}/gcp-`)) as string;
  expect(gcp).toEqual([expect.stringMatching(/^\d+$/), google("instances"), google("firewalls")]);
});

test("other sources of the plugins change nothing, also when what the last update ran is gone", async () => {
  const compiled = join(clone, "plugins", "local", "node_modules", ".cache", "pulumi-docker-host");
  const [before = ""] = readdirSync(compiled);
  writeFileSync(join(clone, "components", "local", "machine.ts"), "// changed\n", { flag: "a" });
  utimesSync(join(compiled, before), 0, 0);
  const { steps } = JSON.parse(await stack.mustRun("preview", "--json", "--show-sames")) as { steps: Step[] };
  expect(steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`)).toEqual([]);
  expect(steps.map(({ urn }) => urn.replace(/^.*::/, ""))).toEqual(
    expect.arrayContaining(["local-machine", "aws-health-check", "gcp-health-check"]),
  );
  expect(readdirSync(compiled)).toEqual([expect.not.stringMatching(before)]);
});

test("and the machine is ended by what the state names", async () => {
  const pid = readFileSync(join(folder, "qemu.pid"), "utf8").trim();
  const process = () => spawnSync("ps", ["-ww", "-p", pid, "-o", "args="], { encoding: "utf8" }).stdout;
  expect(process()).toContain(folder);
  await stack.mustRun("destroy", "--yes", "--skip-preview");
  expect(process()).not.toContain(folder);
  expect(existsSync(folder)).toBe(false);
});
