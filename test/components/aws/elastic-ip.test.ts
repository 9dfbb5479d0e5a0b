// SPDX-License-Identifier: Apache-2.0
// Who has the Elastic IP while machines come and go, on the real CLI and engine. EC2 is the laboratory's; nothing boots, and
// elastic-ip/answer.ts plays whoever would answer a check.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readHosts } from "../../../tools/cli/hosts";
import { ensurePulumiCli } from "../../../tools/setup/pulumi-cli";
import { CloudFolder } from "../../lab/cloud/folder";
import { elasticIps, type Instance, instances } from "../../lab/ec2/records";
import { UpgradeStack } from "../../upgrade/stack";

jest.setTimeout(240_000);

let stack: UpgradeStack;
let cloud: CloudFolder;
const here = join(__dirname, "elastic-ip");
const machines = () => cloud.all(instances);
const elastic = () => cloud.all(elasticIps)[0];
const up = () => stack.run("up", "--yes", "--skip-preview");
const outputs = async () => JSON.parse(await stack.mustRun("stack", "output", "--json")) as Record<string, string>;

/** Where the commands of the last update have dialled, and who had the address then. */
function dialled(): { what: string; over: string; answers: string; holder?: string }[] {
  const file = join(cloud.path, "dialled");
  if (!cloud.has("dialled")) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  rmSync(file);
  return lines.map((line) => JSON.parse(line) as ReturnType<typeof dialled>[number]);
}

/** Where `pulumi-docker-host shell`, `check` and `diagnostics` go. */
async function entered(): Promise<string | undefined> {
  const { hosts } = readHosts(await stack.mustRun("stack", "export", "--show-secrets"));
  return machines().find(({ publicIp }) => publicIp === hosts[0]?.connection.host)?.id;
}

beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  const shims = [join(here, "shims"), join(__dirname, "..", "..", "upgrade", "shims")];
  stack = new UpgradeStack(cli, shims, join(here, "program"));
  cloud = new CloudFolder(join(stack.directory, "cloud"));
  await stack.mustRun("stack", "init", "dev");
}, 900_000);

afterAll(async () => {
  if (machines().length > 0) await stack.run("destroy", "--yes", "--skip-preview");
  stack.remove();
});

let [first, second] = ["", ""];

// Each test goes on where the one before it has ended.
test("the first machine is checked at its own address, then it gets the Elastic IP, and has to answer there", async () => {
  expect(await up()).toMatchObject({ status: 0 });
  const [only] = machines() as [Instance];
  first = only.id;
  expect(dialled()).toEqual([
    { what: "check", over: "own", answers: first },
    { what: "address", over: "elastic", answers: first, holder: first },
  ]);
  expect(await outputs()).toMatchObject({ address: elastic()?.publicIp, machineId: first });
  expect(await entered()).toBe(first);
});

test("nothing differs in the next update, nor after a refresh, which sees another public address", async () => {
  expect(await stack.run("preview", "--expect-no-changes")).toMatchObject({ status: 0 });
  expect(await stack.run("refresh", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
  expect(await stack.run("preview", "--expect-no-changes")).toMatchObject({ status: 0 });
  expect(dialled()).toEqual([]);
});

test("a machine that fails its check does not get the address, and the one before goes on serving", async () => {
  writeFileSync(join(cloud.path, "ill"), "");
  stack.env.GENERATION = "2";
  const { status, output } = await up();
  expect(status).not.toBe(0);
  second = machines().find(({ id }) => id !== first)?.id ?? "";
  expect(second).not.toBe("");
  expect(dialled()).toEqual([{ what: "check", over: "own", answers: second, holder: first }]);
  expect(elastic()).toMatchObject({ instanceId: first, holders: [first] });
  expect(machines().find(({ id }) => id === first)).toMatchObject({ state: "running", publicIp: elastic()?.publicIp });
  expect(output.replace(/\s+/g, " ")).toContain(
    `note: ${elastic()?.publicIp ?? ""} stays with ${first}, the machine before, which goes on serving until this one is healthy`,
  );
});

test("meanwhile `pulumi-docker-host` enters the one that has failed", async () => {
  expect(await entered()).toBe(second);
});

test("as long as it fails, nothing changes", async () => {
  expect((await up()).status).not.toBe(0);
  expect(dialled()).toEqual([{ what: "check", over: "own", answers: second, holder: first }]);
  expect(
    machines()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([first, second].sort());
});

test("once it is healthy the address comes to it, and only then the one before is deleted", async () => {
  rmSync(join(cloud.path, "ill"));
  expect(await up()).toMatchObject({ status: 0 });
  expect(dialled()).toEqual([
    { what: "check", over: "own", answers: second, holder: first },
    { what: "address", over: "elastic", answers: second, holder: second },
  ]);
  expect(elastic()).toMatchObject({ instanceId: second, holders: [first, second] });
  expect(machines().map(({ id }) => id)).toEqual([second]);
  expect(await entered()).toBe(second);
});

test("a further check of a machine that has the address dials there, and asks again who answers", async () => {
  stack.env.RECHECK = "again";
  expect(await up()).toMatchObject({ status: 0 });
  expect(dialled()).toMatchObject([{ what: "check", over: "elastic", answers: second }]);
  expect(await stack.run("preview", "--expect-no-changes")).toMatchObject({ status: 0 });
});

test("a replacement that goes well moves it in one update", async () => {
  stack.env.GENERATION = "3";
  expect(await up()).toMatchObject({ status: 0 });
  const [third] = machines() as [Instance];
  expect(dialled()).toEqual([
    { what: "check", over: "own", answers: third.id, holder: second },
    { what: "address", over: "elastic", answers: third.id, holder: third.id },
  ]);
  expect(elastic()?.holders).toEqual([first, second, third.id]);
});

test("destroy leaves nothing", async () => {
  expect(await stack.run("destroy", "--yes", "--skip-preview")).toMatchObject({ status: 0 });
  expect([machines(), cloud.all(elasticIps)]).toEqual([[], []]);
});
