// SPDX-License-Identifier: Apache-2.0
// An image on AWS, on the real engine with the stand-in for EC2: made of a machine, then a machine from a launch template that
// names it. Two machines boot, one after the other. The first has Docker's packages from the start: how they are installed is
// seen elsewhere, as is a host that a component makes from an image (baked.test.ts) and what an AwsDockerHost asks of EC2.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";

import * as aws from "@pulumi/aws";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { AwsDockerTemplate } from "../../components/aws";
import type { BakedImage } from "../../components/bake/baked-image";
import type { BakeOrder } from "../../components/bake/order";
import { type HealthReport, HostHealth } from "../../components/health";
import { makeKeyPair } from "../../components/key-pair";
import { ensureAcceleration } from "../../tools/setup/acceleration";
import type { GuestImage } from "../../tools/setup/guest-image";
import { ensurePulumi } from "../../tools/setup/pulumi";
import { ensureQemu } from "../../tools/setup/qemu";
import { fromSources, root } from "../../tools/shared/places";
import { ensureDockerImage } from "../lab/docker-image";
import { notPassed, show, skippedInLaboratory } from "./fresh-clone";

jest.setTimeout(30 * 60_000);

const usual = { ...process.env };
const scratch = mkdtempSync(join(tmpdir(), "docker-image-aws-"));
const cloud = join(scratch, "cloud");
const workDir = join(scratch, "fleet");
const config = { "aws:region": "eu-central-1" };
const sshIngressCidrs = ["127.0.0.0/8"];
let docker: GuestImage["docker"];
let fleet: Stack | undefined;

beforeAll(async () => {
  await ensureQemu(show);
  const { image, repositoryDirectory, docker: packages } = await ensureDockerImage(show);
  docker = { ...(packages ?? { gpgFingerprint: "" }), repository: "http://169.254.169.100/linux/centos" };
  const accelerator = await ensureAcceleration(image, show);
  const { path, env } = await ensurePulumi(show);
  for (const folder of [cloud, join(scratch, "state"), workDir]) mkdirSync(folder);
  Object.assign(process.env, env, {
    PULUMI_BACKEND_URL: `file://${join(scratch, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "laboratory",
    XDG_STATE_HOME: join(scratch, "state-home"),
    PULUMI_LAB_CLOUD: cloud,
    PULUMI_LAB_IMAGE: JSON.stringify({ ...image, accelerator, repositoryDirectory }),
    PATH: [join(root, "test", "lab", "ec2"), ...path, process.env.PATH ?? ""].join(delimiter),
  });
});

afterAll(async () => {
  await fleet?.destroy().catch(show);
  process.env = usual;
  rmSync(scratch, { recursive: true, force: true });
});

/** What exists in the cloud, by its kind. */
const kinds = () => readdirSync(cloud).sort();

async function bake(): Promise<BakedImage> {
  const order: BakeOrder = { target: "aws", args: { sshIngressCidrs, docker }, config };
  const program = join(__dirname, "throw-away", "image.ts");
  const child = spawn(process.execPath, ["--require", fromSources, program], {
    env: { ...process.env, ORDER: JSON.stringify(order) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => text(stream));
  child.stderr.on("data", (data: Buffer) => show(data.toString()));
  const [status] = (await once(child, "exit")) as [number];
  expect([status, status === 0 ? "" : await stderr]).toEqual([0, ""]);
  return JSON.parse((await stdout) ?? "") as BakedImage;
}

let baked: BakedImage;

test("an image is made of a proved machine, of which nothing else stays", async () => {
  baked = await bake();
  expect(baked.image).toMatch(/^ami-/);
  expect(baked.packages.join(" ")).toMatch(/docker-ce-\S*\d/);
  expect(kinds()).toEqual(["images", "snapshots"]);
});

test("a second time it is found, with all that is in it", async () => {
  expect(await bake()).toEqual(baked);
  expect(kinds()).toEqual(["images", "snapshots"]);
});

test("a machine of a launch template that names it is proved, which made a key of its own", async () => {
  const login = makeKeyPair("login");
  const program = () => {
    const vpcId = aws.ec2.getVpcOutput({ default: true }).id;
    const group = new aws.ec2.SecurityGroup("fleet", { vpcId, description: "Machines of the fleet" });
    const of = { securityGroupId: group.id };
    const rules = [
      new aws.vpc.SecurityGroupIngressRule("ssh", {
        ...{ ...of, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "127.0.0.0/8" },
      }),
      new aws.vpc.SecurityGroupEgressRule("all", { ...of, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
    ];
    const template = new AwsDockerTemplate("fleet", {
      ...{ amiId: baked.image, docker, securityGroupIds: [group.id], users: [{ name: "ci" }] },
      ...{ loginKeys: [login.publicKey], dockerUsers: ["rocky", "ci"] },
    });
    const machine = new aws.ec2.Instance(
      "machine",
      { launchTemplate: { id: template.launchTemplateId, version: template.version } },
      { dependsOn: rules },
    );
    const health = new HostHealth("machine", {
      connection: { host: machine.publicIp, user: "rocky", privateKey: login.privateKey },
      dockerUsers: ["rocky", "ci"],
    });
    return Promise.resolve({ health: health.report, ami: machine.ami });
  };
  const projectSettings = { name: "fleet", runtime: "nodejs", backend: { url: process.env.PULUMI_BACKEND_URL ?? "" } };
  const stack = { stackName: "dev", projectName: "fleet", program };
  fleet = await LocalWorkspace.createStack(stack, { projectSettings, workDir });
  await fleet.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value }])));
  const { outputs } = await fleet.up({ onOutput: show, color: "never" });
  expect(outputs.ami?.value).toBe(baked.image);
  const report = outputs.health?.value as HealthReport;
  expect([report.healthy, notPassed(report)]).toEqual([true, skippedInLaboratory]);
});

test("destroy leaves the image and its snapshot", async () => {
  await fleet?.destroy({ onOutput: show, color: "never" });
  expect(kinds()).toEqual(["images", "snapshots"]);
});
