// SPDX-License-Identifier: Apache-2.0
// The pack as people run it, by the real CLI and engine: on a stack that breaks each policy, and on one of ours. The clouds are
// the laboratory's stand-ins.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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
new CustomResource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ssh", {
  securityGroupId: "sg-0123456789abcdef0", ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0",
});
new CustomResource("aws:ec2/instance:Instance", "on-aws", {
  ami: "ami-0123456789abcdef0", instanceType: "t3.small", userData: "#cloud-config",
});
new CustomResource("gcp:compute/instance:Instance", "on-google", {
  machineType: "e2-medium",
  zone: "europe-west1-b",
  bootDisk: { initializeParams: { image: "projects/rocky-linux-cloud/global/images/rocky-linux-9-v20261001" } },
  networkInterfaces: [{ network: "default", accessConfigs: [{}] }],
  metadata: { "user-data": "#cloud-config" },
});
`;
const directory = mkdtempSync(join(tmpdir(), "docker-host-policies-"));
const [ours, theirs] = [join(directory, "ours"), join(directory, "theirs")];
let cli = "";

beforeAll(async () => {
  cli = (await ensurePulumiCli(() => {})).path;
  mkdirSync(theirs);
  copyClone(ours);
  symlinkSync(join(root, "node_modules"), join(theirs, "node_modules"));
  const files = {
    "Pulumi.yaml": { name: "theirs", runtime: "nodejs", main: "index.js" },
    "Pulumi.ephemeral.yaml": { config: { "aws:region": "eu-central-1", "gcp:project": "theirs" } },
    "package.json": { name: "theirs" },
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(theirs, file), JSON.stringify(text));
  writeFileSync(join(theirs, "index.js"), careless);
  for (const folder of [ours, theirs]) for (const name of ["state", "cloud"]) mkdirSync(join(folder, name));
}, 900_000);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What `preview` says with the pack of the clone. */
async function preview(folder: string, stack: string, ...args: string[]): Promise<Result> {
  const lab = ["ec2", "gce"].map((name) => join(root, "test", "lab", name));
  const plugins = ["language-host", "command-provider"].map((name) => join(standIns, name));
  const env = {
    PULUMI_LAB_CLOUD: join(folder, "cloud"),
    // The SDK's runner of packs keeps there what it compiles, and removes nothing.
    TMPDIR: directory,
    PATH: [...lab, ...plugins, environmentOfAPerson().PATH ?? ""].join(delimiter),
  };
  expect(await runCli(cli, folder, ["stack", "select", "--create", stack], env)).toMatchObject({ status: 0 });
  return runCli(cli, folder, ["preview", "--policy-pack", join(ours, "policies"), ...args], env);
}

/** The policies that were broken, each as `[level] name (type: name)`. */
const broken = ({ output }: Result) =>
  [...output.matchAll(/- (\[\w+\]) +(\S+) +\((\S+: \S+)\)/g)].map(([, ...parts]) => parts.join(" ")).sort();
const wrong = [
  "disk-encrypted aws:ec2:Instance: on-aws",
  "expires-at aws:ec2:Instance: on-aws",
  "expires-at gcp:compute:Instance: on-google",
  "imds-v2 aws:ec2:Instance: on-aws",
  "ssh-open-by-default-network gcp:compute:Instance: on-google",
  "ssh-open-to-the-world aws:vpc:SecurityGroupIngressRule: ssh",
  "user-data-replaces aws:ec2:Instance: on-aws",
  "user-data-replaces gcp:compute:Instance: on-google",
];

test("a stack that breaks each policy is not made, and is told what, what is allowed and by which code", async () => {
  const result = await preview(theirs, "ephemeral");
  expect(result.status).not.toBe(0);
  expect(broken(result)).toEqual(wrong.map((line) => `[mandatory] ${line}`));
  expect(new Set(wrong.map((line) => line.replace(/ .*/, "")))).toEqual(new Set(policies.map(({ name }) => name)));
  expect(result.output).toContain(
    'cidrIpv4: "0.0.0.0/0" lets everybody try SSH; name the networks that need it (ssh/open-to-the-world)',
  );
});

test("a file sets the levels of enforcement, and what a policy can be told", async () => {
  const file = join(theirs, "levels.json");
  const levels = { all: "advisory", "imds-v2": "disabled", "expires-at": { stacks: ["demo"] } };
  writeFileSync(file, JSON.stringify(levels));
  const result = await preview(theirs, "ephemeral", "--policy-pack-config", file);
  expect(result).toMatchObject({ status: 0 });
  const left = wrong.filter((line) => !/^(imds-v2|expires-at) /.test(line));
  expect(broken(result)).toEqual(left.map((line) => `[advisory] ${line}`));
});

test("a stack of ours on Google's network default breaks none", async () => {
  const { status, output } = await preview(ours, "dev-gcp");
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain("+  gcp:compute:Instance docker-host-machine create");
  expect(output).toMatch(/Policies:\n +✅ pulumi-docker-host@v\d/);
});
