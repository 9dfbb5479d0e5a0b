// SPDX-License-Identifier: Apache-2.0
// Each settings file as it is shipped, by the commands of docs/stacks.md, on the real CLI and engine, up to what would be
// created. The clouds are the laboratory's stand-ins, which ask for a region and a project as the originals do.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { parse, stringify } from "yaml";

import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { root, standIns } from "../../tools/shared/places";
import type { Result } from "../child-process";
import { copyClone, filesOfClone } from "../clone-copy";
import { environmentOfAPerson } from "../person";
import { runCli } from "../tools/stand-ins/language-host/scratch-project";

jest.setTimeout(240_000);

const hosts: Record<string, string> = {
  local: "LocalDockerHost",
  dev: "AwsDockerHost",
  staging: "AwsDockerHost",
  prod: "AwsDockerHost",
  ephemeral: "AwsDockerHost",
  "dev-gcp": "GcpDockerHost",
};
const names = [...Object.keys(hosts), "image", "swarm"];
const directory = mkdtempSync(join(tmpdir(), "docker-host-stacks-"));
const previews = new Map<string, Result>();
let pulumi: (...args: string[]) => Promise<Result>;

beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  copyClone(directory);
  for (const folder of ["state", "cloud"]) mkdirSync(join(directory, folder));
  const lab = ["ec2", "gce"].map((folder) => join(root, "test", "lab", folder));
  const plugins = ["language-host", "command-provider"].map((folder) => join(standIns, folder));
  const env = {
    PULUMI_LAB_CLOUD: join(directory, "cloud"),
    PATH: [...lab, ...plugins, ...withoutPlugin()].join(delimiter),
  };
  pulumi = (...args) => runCli(cli, directory, args, env);
  for (const name of names) expect(await pulumi("stack", "init", name)).toMatchObject({ status: 0 });
  await Promise.all(names.map(async (name) => previews.set(name, await pulumi("preview", "-s", name))));
}, 900_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** PATH, but for folders that have what Session Manager needs. */
function withoutPlugin(): string[] {
  const folders = (environmentOfAPerson().PATH ?? "").split(delimiter);
  return folders.filter((folder) => !existsSync(join(folder, "session-manager-plugin")));
}

test.each(names)("`pulumi preview -s %s` shows what it makes", (name) => {
  const { status, output = "" } = previews.get(name) ?? {};
  expect({ status, output }).toMatchObject({ status: 0 });
  // Nothing else to warn of than that the plugins are stand-ins.
  expect(output.match(/warning: (?!using pulumi-\S+ from \$PATH).*/g)).toBeNull();
  if (name === "image") {
    expect(output).toContain("+  pulumi-docker-host:index:AwsDockerImage docker create");
    return;
  }
  if (name === "swarm") {
    expect(output).toContain("+  pulumi-docker-host:index:DockerSwarm swarm create");
    for (const host of ["manager-1", "worker-1"])
      expect(output).toContain(`+  pulumi-docker-host:index:LocalDockerHost ${host} create`);
    return;
  }
  expect(output).toContain(`+  pulumi-docker-host:index:${hosts[name]} docker-host create`);
  expect(output).toContain("+  command:local:Command docker-host-health-check create");
});

test("every settings file that is shipped is among them", () => {
  const files = filesOfClone().flatMap((file) => /^stacks\/Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  expect(files.sort()).toEqual(names.sort());
});

test("a machine to which nothing here leads is warned of in preview, and not made", async () => {
  expect(await pulumi("stack", "init", "ssm")).toMatchObject({ status: 0 });
  const file = join(directory, "stacks", "Pulumi.ssm.yaml");
  const aws = { connectVia: "ssm", iamInstanceProfile: "ssm" };
  const config = { "docker-host:target": "aws", "aws:region": "eu-central-1", "docker-host:aws": aws };
  writeFileSync(file, stringify({ ...(parse(readFileSync(file, "utf8")) as object), config }));
  const { status, output } = await pulumi("up", "--yes", "-s", "ssm");
  const missing =
    'connectVia "ssm" leads nowhere from here: \\S+ is not on PATH; install (the AWS CLI|AWS\'s Session Manager)';
  expect(status).not.toBe(0);
  expect(output).toMatch(new RegExp(`warning: ${missing}`));
  expect(output).toMatch(new RegExp(`docker-host-machine \\*\\*creating failed\\*\\* error: .*${missing}`));
  expect((await pulumi("stack", "export", "-s", "ssm")).output).not.toContain("aws:ec2/instance:Instance");
});
