// SPDX-License-Identifier: Apache-2.0
// A swarm of two machines on this computer, with a network between them, on the real engine. Faults are made on the machines, and
// what the command of the swarm does about them is run as the engine runs it. The image has Docker's packages: how they are installed is
// seen elsewhere.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { freePort } from "../../components/ephemeral/free-port";
import { LocalDockerHost } from "../../components/local";
import type { Connection } from "../../components/ssh/connection";
import { runOverSsh } from "../../components/ssh/run";
import { DockerSwarm, swarmNode } from "../../components/swarm";
import { memberAsker } from "../../components/swarm/ask-member";
import { defaultLimits, defaultOptions, type NodeOrder, type Role } from "../../components/swarm/order";
import { reconcile } from "../../components/swarm/reconcile";
import { SwarmError, type SwarmFailure, type SwarmNode, type SwarmReport } from "../../components/swarm/report";
import { ensureAcceleration } from "../../tools/setup/acceleration";
import type { GuestImage } from "../../tools/setup/guest-image";
import { ensurePulumi } from "../../tools/setup/pulumi";
import { ensureQemu } from "../../tools/setup/qemu";
import { ensureDockerImage } from "../lab/docker-image";
import { show } from "./fresh-clone";

jest.setTimeout(30 * 60_000);

const usual = { ...process.env };
const scratch = mkdtempSync(join(tmpdir(), "swarm-"));
const [state, workDir, machines] = ["state", "program", "machines"].map((name) => join(scratch, name)) as [
  string,
  string,
  string,
];
let base: GuestImage;
let accelerator: string;
let ports: Record<Role, number>;
let stack: Stack;
let isMade = false;

beforeAll(async () => {
  await ensureQemu(show);
  base = await ensureDockerImage(show);
  accelerator = await ensureAcceleration(base.image, show);
  const { path, env } = await ensurePulumi(show);
  for (const folder of [state, workDir]) mkdirSync(folder);
  Object.assign(process.env, env, {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "laboratory",
    XDG_STATE_HOME: join(scratch, "state-home"),
    PATH: [...path, process.env.PATH ?? ""].join(delimiter),
  });
  ports = { manager: await freePort(), worker: await freePort() };
  const projectSettings = { name: "swarm", runtime: "nodejs", backend: { url: `file://${state}` } };
  const settings = { stackName: "dev", projectName: "swarm", program: program(1024) };
  stack = await LocalWorkspace.createStack(settings, { projectSettings, workDir });
  isMade = true;
});

afterAll(async () => {
  if (isMade) await stack.destroy().catch(show);
  process.env = usual;
  rmSync(scratch, { recursive: true, force: true });
});

/** With so much memory for the worker, which decides whether it is another machine. */
const program = (memoryMiB: number) => () => {
  const host = (role: Role, address: string, more: object) =>
    new LocalDockerHost(role, {
      ...{ ...base, ...more, accelerator, cpus: 1, sshPort: ports[role], directory: join(machines, role) },
      docker: { ...base.docker, liveRestore: false },
      privateNetwork: { name: basename(scratch), address },
    });
  const manager = host("manager", "10.70.0.11/24", {});
  const worker = host("worker", "10.70.0.12/24", { memoryMiB });
  const swarm = new DockerSwarm("web", {
    managers: [swarmNode(manager)],
    workers: [swarmNode(worker, { labels: { disk: "ssd" } })],
  });
  const facts = ({ connection, machineId }: LocalDockerHost) => ({ connection, machineId });
  const { nodes, health, dockerHost, clusterId } = swarm;
  return Promise.resolve({
    ...{ nodes, health, dockerHost, clusterId },
    manager: facts(manager),
    worker: facts(worker),
  });
};

type Made = Record<Role, { connection: Connection; machineId: string }> & {
  nodes: SwarmNode[];
  health: SwarmReport;
  clusterId: string;
};
let made: Made;

async function up(): Promise<void> {
  const { outputs } = await stack.up({ onOutput: show, color: "never" });
  made = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown])) as Made;
}

/** What a command on a member says. */
async function on(role: Role, command: string): Promise<string> {
  const { status, stdout, stderr } = await runOverSsh(made[role].connection, { command });
  expect([command, status, status === 0 ? "" : stderr]).toEqual([command, 0, ""]);
  return stdout.trim();
}

const members = async () =>
  (await on("manager", "docker node ls --format '{{.Hostname}} {{.Status}}'")).split("\n").sort();

test("two machines become one swarm, which is proved, and nothing of the proof stays", async () => {
  await up();
  expect(made.nodes.map(({ name, role, state, address }) => [name, role, state, address])).toEqual([
    ["manager", "manager", "ready", "10.70.0.11"],
    ["worker", "worker", "ready", "10.70.0.12"],
  ]);
  expect(made.health.probes.filter(({ status }) => status !== "pass")).toEqual([]);
  expect(await members()).toEqual(["manager Ready", "worker Ready"]);
  expect(await on("manager", "docker node inspect worker --format '{{.Spec.Labels.disk}}'")).toBe("ssd");
  expect(
    await on(
      "manager",
      "docker service ls -q; docker config ls -q; docker network ls -f driver=overlay --format '{{.Name}}'",
    ),
  ).toBe("ingress");
  for (const role of ["manager", "worker"] as const)
    expect(await on(role, "docker ps -aq; docker image ls -q")).toBe("");
});

test("no token of the swarm stands in the state", async () => {
  const tokens = await on("manager", "for role in manager worker; do docker swarm join-token -q $role; done");
  expect(tokens).toMatch(/^SWMTKN-\S+\nSWMTKN-\S+$/);
  const text = JSON.stringify(await stack.exportStack());
  for (const token of [...tokens.split("\n"), "SWMTKN"]) expect(text).not.toContain(token);
});

test("a second update changes nothing", async () => {
  await expect(stack.up({ expectNoChanges: true, onOutput: show, color: "never" })).resolves.toBeDefined();
});

/** Why the command fails, of a machine that was not changed by the engine. */
async function failure(limits: object = {}): Promise<SwarmFailure> {
  const node = (role: Role, privateAddress: string, labels: Record<string, string>): NodeOrder => ({
    ...{ name: role, role, privateAddress, labels, availability: "active" },
    ...made[role],
  });
  const order = {
    ...{ swarm: "web", stack: "dev", options: defaultOptions, limits: { ...defaultLimits, ...limits } },
    nodes: [node("manager", "10.70.0.11", {}), node("worker", "10.70.0.12", { disk: "ssd" })],
  };
  const ask = memberAsker(order.limits);
  const error: unknown = await reconcile(order, [], { member: ask, old: ask }, show).catch((reason: unknown) => reason);
  if (!(error instanceof SwarmError)) throw new Error("not a failure of the swarm", { cause: error });
  show(`${error.failure.stage}: ${error.failure.cause}`);
  return error.failure;
}

/** The failure while something is wrong with a member. */
async function whileBroken(role: Role, { broken, mended }: { broken: string; mended: string }): Promise<SwarmFailure> {
  await on(role, `sudo sh -c '${broken}'`);
  try {
    return await failure();
  } finally {
    await on(role, `sudo sh -c '${mended}'`);
  }
}

describe("a swarm of which a member is broken fails, and says which", () => {
  test("a member without Docker", async () => {
    const socket = { broken: "systemctl stop docker.socket docker", mended: "systemctl start docker" };
    expect(await whileBroken("worker", socket)).toMatchObject({ stage: "facts", nodes: ["worker"] });
  });

  test("a clock that is off by a day", async () => {
    const clock = { broken: 'date -s "+1 day"', mended: 'date -s "-1 day"' };
    const found = await whileBroken("worker", clock);
    expect(found).toMatchObject({ stage: "facts", nodes: ["worker"] });
    expect(found.cause).toContain("clock");
  });

  test("a manager that gives no answer", async () => {
    const pid = Number(readFileSync(join(machines, "manager", "qemu.pid"), "utf8"));
    process.kill(pid, "SIGSTOP");
    try {
      expect(await failure({ ssh: 10 })).toMatchObject({ stage: "ssh", nodes: ["manager"] });
    } finally {
      process.kill(pid, "SIGCONT");
    }
  });

  test("port 7946 blocked between the members", async () => {
    const rule = (verb: string) =>
      ["tcp", "udp"].map((kind) => `iptables ${verb} INPUT -p ${kind} --dport 7946 -j DROP`);
    await on("worker", "docker swarm leave");
    const blocked = { broken: rule("-I").join(" && "), mended: rule("-D").join(" && ") };
    const found = await whileBroken("worker", blocked);
    expect(found.stage).toBe("ports");
    expect(found.nodes).toEqual(expect.arrayContaining(["worker"]));
    expect(found.cause).toContain("7946");
  });
});

test("a worker that was killed is replaced: the new one is a member, and the old one is no more", async () => {
  process.kill(Number(readFileSync(join(machines, "worker", "qemu.pid"), "utf8")), "SIGKILL");
  stack.workspace.program = program(1280);
  const { clusterId } = made;
  await up();
  expect(made.clusterId).toBe(clusterId);
  expect(await members()).toEqual(["manager Ready", "worker Ready"]);
});

test("destroy leaves nothing", async () => {
  await stack.destroy({ onOutput: show, color: "never" });
  expect(
    readdirSync(scratch, { recursive: true, encoding: "utf8" }).filter((path) => path.startsWith("machines/")),
  ).toEqual([]);
  const running = execFileSync("ps", ["axww", "-o", "args="], { encoding: "utf8" }).split("\n");
  expect(running.filter((line) => line.includes(scratch))).toEqual([]);
});
