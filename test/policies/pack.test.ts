// SPDX-License-Identifier: Apache-2.0
// The pack as people run it, by the real CLI and engine: on a stack that breaks each rule, and on two of ours. The clouds are
// the laboratory's stand-ins.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { policies } from "../../policies/index";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { root, standIns } from "../../tools/shared/places";
import type { Result } from "../child-process";
import { copyClone } from "../clone-copy";
import { environmentOfAPerson } from "../person";
import { runCli } from "../tools/stand-ins/language-host/scratch-project";

jest.setTimeout(240_000);

// Machines as somebody makes them who thinks of none of this.
const careless = `
const { CustomResource } = require("@pulumi/pulumi");
const aws = (type, name, props) => new CustomResource("aws:" + type, name, props);
aws("vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ssh", {
  securityGroupId: "sg-0123456789abcdef0", ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0",
});
aws("ec2/instance:Instance", "on-aws", { ami: "ami-0123456789abcdef0", instanceType: "t3.small", userData: "#cloud-config" });
new CustomResource("gcp:compute/instance:Instance", "on-google", {
  machineType: "e2-medium",
  zone: "europe-west1-b",
  bootDisk: { initializeParams: { image: "projects/rocky-linux-cloud/global/images/rocky-linux-9-v20261001" } },
  networkInterfaces: [{ network: "default", accessConfigs: [{}] }],
  metadata: { "user-data": "#cloud-config" },
});
`;
const directory = mkdtempSync(join(tmpdir(), "docker-host-policies-"));
const [ours, theirs] = [join(directory, "clone"), join(directory, "theirs")];
let cli = "";

beforeAll(async () => {
  cli = (await ensurePulumiCli(() => {})).path;
  copyClone(ours);
  mkdirSync(theirs);
  const settings = { "aws:region": "eu-central-1", "gcp:project": "theirs" };
  const files = {
    "Pulumi.yaml": { name: "theirs", runtime: "nodejs", main: "index.js" },
    "Pulumi.ephemeral.yaml": { config: settings },
    "package.json": { name: "theirs" },
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(theirs, file), JSON.stringify(text));
  writeFileSync(join(theirs, "index.js"), careless);
  for (const folder of [ours, theirs])
    for (const name of ["state", "cloud"]) mkdirSync(join(folder, name));
  if (!existsSync(join(theirs, "node_modules"))) copyModules();
}, 900_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function copyModules(): void {
  const { symlinkSync } = jest.requireActual<typeof import("node:fs")>("node:fs");
  symlinkSync(join(root, "node_modules"), join(theirs, "node_modules"));
}

async function preview(folder: string, stack: string, ...args: string[]): Promise<Result> {
  const lab = ["ec2", "gce"].map((name) => join(root, "test", "lab", name));
  const plugins = ["language-host", "command-provider"].map((name) => join(standIns, name));
  const env = {
    PULUMI_LAB_CLOUD: join(folder, "cloud"),
    PATH: [...lab, ...plugins, environmentOfAPerson().PATH ?? ""].join(delimiter),
  };
  expect(await runCli(cli, folder, ["stack", "select", "--create", stack], env)).toMatchObject({ status: 0 });
  return runCli(cli, folder, ["preview", "--policy-pack", join(ours, "policies"), ...args], env);
}

test("x", async () => {
  const a = await preview(theirs, "ephemeral");
  console.log(a.output, a.status, policies.length);
  const t = Date.now();
  const b = await preview(ours, "dev");
  console.log(b.output, b.status, Date.now() - t);
});
