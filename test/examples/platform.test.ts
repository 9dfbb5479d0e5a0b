// SPDX-License-Identifier: Apache-2.0
// examples/platform on the real engine: nothing of the application starts before its host is healthy. The programs, the
// component, the CLI, the engine and the health check are the real ones; EC2 and the command provider are stand-ins.
//
// It proves less than it seems. No machine boots: the "host" is an SSH server of this test, to which port 22 of every
// address leads whatever the security group says, and its Docker is a stand-in, so that "docker run" is noted and not run.
// test/e2e/aws.test.ts boots one. The network is as good as the stand-in for EC2, see test/lab/README.md.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { freePort } from "../../components/ephemeral/free-port";
import { root, standIns } from "../../tools/shared/places";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { installResult } from "../components/health/scratch-host";
import { ScratchCloud } from "../lab/cloud/scratch-cloud";
import { install } from "../package/packed";
import { environmentOfAPerson } from "../person";
import { ScratchProject } from "../tools/stand-ins/language-host/scratch-project";
import { Guest } from "./guest";

jest.setTimeout(240_000);

let [network, application]: ScratchProject[] = [];
let cloud: ScratchCloud;
let guest: Guest;
let env: NodeJS.ProcessEnv;

// A machine where the CLI has to be built takes its time once.
beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  cloud = new ScratchCloud();
  guest = new Guest(cloud.path);
  network = example(cli, "network", { "aws:region": "eu-central-1" });
  application = example(cli, "application", {
    "aws:region": "eu-central-1",
    "platform-application:network": "organization/platform-network/dev",
    "platform-application:sshIngressCidrs": ["127.0.0.0/8"],
    "platform-application:health": { ssh: 10 },
  });
  env = {
    PATH: [
      join(__dirname, "shims"),
      join(root, "test", "lab", "ec2"),
      join(standIns, "language-host"),
      join(standIns, "command-provider"),
      environmentOfAPerson().PATH,
    ].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(network.directory, "state")}`,
    PULUMI_HOME: join(network.directory, "home"),
    PULUMI_LAB_SSH_PORT: String(await guest.start()),
    FAKE_QEMU_SECONDS: "900",
  };
  for (const project of [network, application])
    expect(await run(project, "stack", "init", "dev")).toMatchObject({ status: 0 });
}, 900_000);

afterAll(async () => {
  guest.stop();
  await cloud.remove();
  network?.remove();
  application?.remove();
});

/** A copy, with the package installed as it is packed, and without a tsconfig.json, as people have it. */
function example(cli: string, name: string, config: Record<string, unknown>): ScratchProject {
  const folder = join(root, "examples", "platform", name);
  const project = new ScratchProject(cli, readFileSync(join(folder, "index.ts"), "utf8"));
  copyFileSync(join(folder, "Pulumi.yaml"), join(project.directory, "Pulumi.yaml"));
  writeFileSync(join(project.directory, "Pulumi.dev.yaml"), JSON.stringify({ config }));
  install(project.directory);
  project.checkTypes(true);
  return project;
}

async function run(project: ScratchProject | undefined, ...args: string[]) {
  if (!project) throw new Error("there is no project");
  return project.run(args, env);
}
const up = (project?: ScratchProject, ...more: string[]) => run(project, "up", "--yes", "--skip-preview", ...more);
const destroy = (project?: ScratchProject) => run(project, "destroy", "--yes", "--skip-preview");
const state = async () => (await run(application, "stack", "export")).output;
const resources = async () => [...(await state()).matchAll(/"urn": ".*::([\w./-]+)"/g)].map(([, name = ""]) => name);
const outputs = async (project?: ScratchProject) =>
  JSON.parse((await run(project, "stack", "output", "--json")).output) as Record<string, unknown>;

const started = 'docker run -d --name web --restart unless-stopped -p 80:80 "$(cat)" <<< nginx:1.29-alpine';

// Each test goes on where the one before it has ended.
test("without the network there is no application, and the error names what is missing", async () => {
  const { status, output } = await up(application);
  expect(status).not.toBe(0);
  expect(output).toContain("Required output 'subnetId' does not exist on stack 'organization/platform-network/dev'.");
  expect(cloud.left()).toEqual([]);
});

test("the network comes up with what applications take from it", async () => {
  expect(await up(network)).toMatchObject({ status: 0 });
  expect(await outputs(network)).toEqual({
    cidrBlock: "10.20.0.0/16",
    subnetId: expect.stringMatching(/^subnet-/) as string,
    vpcId: expect.stringMatching(/^vpc-/) as string,
  });
});

test("on a host that nobody reaches, nothing is started, and up says at which stage it failed and what to do", async () => {
  // Both programs have run with their types checked. Doing it each time would show nothing more.
  network?.checkTypes(false);
  application?.checkTypes(false);
  const reachable = env.PULUMI_LAB_SSH_PORT;
  env.PULUMI_LAB_SSH_PORT = String(await freePort());
  const { status, output } = await up(application);
  env.PULUMI_LAB_SSH_PORT = reachable;
  expect(status).not.toBe(0);
  expect(output).toMatch(/✖ app: the machine does not answer \(stage ssh, after \d+ s\)\n +connection refused/);
  expect(output).toMatch(/fix: security group sg-\w+ lets port 22 in from\s+127\.0\.0\.0\/8\s+only/);
  const made = await resources();
  expect(made).toContain("app-machine");
  expect(made).not.toContain("app-health-check");
  expect(made).not.toContain("web");
  expect(guest.heard).toEqual([]);
});

test("on a host whose Docker does not work, the check is all that ever ran", async () => {
  const failed = installResult("failed", "packages", "the repository did not answer");
  guest.differences = { files: { "var/lib/docker-host/result.json": failed } };
  const { status, output } = await up(application);
  expect(status).not.toBe(0);
  expect(output).toContain("✖ app: Docker's packages cannot be installed (stage packages of the");
  expect(output).toContain("the repository did not answer");
  const made = await resources();
  expect(made).toContain("app-machine");
  expect(made).not.toContain("web");
  expect(guest.heard).toEqual(["the check begins", "the check ends with 1"]);
});

test("once the host is mended, the same up goes on, and the container comes after the check has ended", async () => {
  guest.differences = {};
  guest.heard.length = 0;
  expect(await up(application)).toMatchObject({ status: 0 });
  expect(guest.heard).toEqual(["the check begins", "the check ends with 0", started]);
  const { url, dockerHost, privateKey } = await outputs(application);
  expect(url).toMatch(/^http:\/\/127\.\d+\.\d+\.\d+\/$/);
  expect(dockerHost).toBe(`ssh://rocky@${String(url).slice("http://".length, -1)}:22`);
  expect(privateKey).toBe("[secret]");
  // The beginning of every OpenSSH key in base64.
  const key = "b3BlbnNzaC1rZXktdjE";
  expect((await run(application, "stack", "output", "privateKey", "--show-secrets")).output).toContain(key);
  expect(await state()).toContain("aws:ec2/instance:Instance");
  expect(await state()).not.toContain(key);
});

test("a second up changes nothing", async () => {
  expect(await up(application, "--expect-no-changes")).toMatchObject({ status: 0 });
  expect(guest.heard).toHaveLength(3);
});

test("another image replaces the container, and neither the machine nor its check", async () => {
  guest.heard.length = 0;
  const { status, output } = await up(application, "-c", "platform-application:image=nginx:1.31-alpine");
  expect(status).toBe(0);
  expect(output).toContain("1 replaced");
  expect(guest.heard).toEqual(["docker rm -f web <<< nginx:1.29-alpine", started.replace("1.29", "1.31")]);
});

test("the network stays while a machine is in it", async () => {
  const { status, output } = await destroy(network);
  expect(status).not.toBe(0);
  expect(output).toMatch(/DependencyViolation: The subnet 'subnet-\w+' has dependencies and cannot be deleted/);
});

test("destroy takes the container, then the machine, without logging in, and the network can go after that", async () => {
  guest.heard.length = 0;
  const { status, output } = await destroy(application);
  expect(status).toBe(0);
  const deleted = (name: string) => output.search(new RegExp(` ${name} deleted`));
  expect(deleted("web")).toBeGreaterThan(0);
  expect(deleted("app-health-check")).toBeGreaterThan(deleted("web"));
  expect(deleted("app-machine")).toBeGreaterThan(deleted("app-health-check"));
  expect(guest.heard).toEqual([]);
  expect(await destroy(network)).toMatchObject({ status: 0 });
  expect(cloud.left()).toEqual([]);
});
