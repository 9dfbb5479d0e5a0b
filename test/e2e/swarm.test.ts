// SPDX-License-Identifier: Apache-2.0
// A swarm of two machines on this computer, with a network between them: the settings `docker-host:swarm` of the project's own stacks, on
// the real engine. Faults are made on the machines, and what the command of the swarm does about them is run as the engine runs it. The
// image has Docker's packages: how they are installed is seen elsewhere.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

import { freePort } from "../../components/ephemeral/free-port";
import type { Connection } from "../../components/ssh/connection";
import { KeptLogins } from "../../components/ssh/kept-logins";
import { runOverSsh } from "../../components/ssh/run";
import type { AskMember } from "../../components/swarm/ask";
import { memberAsker } from "../../components/swarm/ask-member";
import { defaultLimits, defaultOptions, type NodeOrder, type Role } from "../../components/swarm/order";
import { reconcile } from "../../components/swarm/reconcile";
import { SwarmError, type SwarmFailure, type SwarmNode, type SwarmReport } from "../../components/swarm/report";
import { hasNoToken, isProved } from "../../tools/acceptance/swarm-cases";
import { ensureAcceleration } from "../../tools/setup/acceleration";
import type { GuestImage } from "../../tools/setup/guest-image";
import { ensurePulumi } from "../../tools/setup/pulumi";
import { ensureQemu } from "../../tools/setup/qemu";
import { ensureDockerImage } from "../lab/docker-image";
import { show } from "./fresh-clone";

// `export =`, as Pulumi wants a program.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const main = require("../../stacks") as () => Record<string, unknown>;

jest.setTimeout(30 * 60_000);

const usual = { ...process.env };
const scratch = mkdtempSync(join(tmpdir(), "swarm-"));
const [state, workDir, machines] = ["state", "program", "machines"].map((name) => join(scratch, name)) as [
  string,
  string,
  string,
];
/** What the settings call them. */
const nameOf = { manager: "manager-1", worker: "worker-1" } as const;
const addressOf = { manager: "10.70.0.11", worker: "10.70.0.21" } as const;
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
  const projectSettings = { name: "docker-host", runtime: "nodejs", backend: { url: `file://${state}` } };
  const program = () => Promise.resolve(main());
  const settings = { stackName: "dev", projectName: "docker-host", program };
  stack = await LocalWorkspace.createStack(settings, { projectSettings, workDir });
  await configure(1024);
  isMade = true;
});

afterAll(async () => {
  if (isMade) await stack.destroy().catch(show);
  process.env = usual;
  rmSync(scratch, { recursive: true, force: true });
});

/** With so much memory for the worker, which decides whether it is another machine. */
async function configure(memoryMiB: number): Promise<void> {
  const config = {
    target: "local",
    local: { ...base, accelerator, cpus: 1, privateNetwork: { name: basename(scratch) } },
    swarm: {
      managers: { sshPort: ports.manager, directory: join(machines, "manager") },
      workers: {
        count: 1,
        // The first of them takes the tenth port from here.
        sshPort: ports.worker - 10,
        ...{ memoryMiB, directory: join(machines, "worker"), nodeLabels: { disk: "ssd" } },
      },
    },
  };
  for (const [key, value] of Object.entries(config))
    await stack.setConfig(`docker-host:${key}`, { value: typeof value === "string" ? value : JSON.stringify(value) });
}

interface Made {
  hosts: Record<string, { address: string; port: number; user: string; privateKey: string; machineId: string }>;
  nodes: SwarmNode[];
  health: SwarmReport;
  clusterId: string;
}
let made: Made;

async function up(): Promise<void> {
  const { outputs } = await stack.up({ onOutput: show, color: "never" });
  const plain: unknown = Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]),
  );
  made = plain as Made;
}

function memberOf(role: Role): { connection: Connection; machineId: string } {
  const host = made.hosts[nameOf[role]];
  if (!host) throw new Error(`the stack has no output for ${nameOf[role]}`);
  const { address, port, user, privateKey, machineId } = host;
  return { connection: { host: address, port, user, privateKey }, machineId };
}

/** What a command on a member says. */
async function on(role: Role, command: string, stdin = ""): Promise<string> {
  const { status, stdout, stderr } = await runOverSsh(memberOf(role).connection, { command, stdin });
  expect([command, status, status === 0 ? "" : stderr]).toEqual([command, 0, ""]);
  return stdout.trim();
}

const members = async () =>
  (await on("manager", "docker node ls --format '{{.Hostname}} {{.Status}}'")).split("\n").sort();

test("two machines become one swarm, which is proved, and nothing of the proof stays", async () => {
  await up();
  isProved(made, ["manager-1 manager ready", "worker-1 worker ready"]);
  expect(made.nodes.map(({ address }) => address)).toEqual([addressOf.manager, addressOf.worker]);
  expect(await members()).toEqual(["manager-1 Ready", "worker-1 Ready"]);
  expect(await on("manager", "docker node inspect worker-1 --format '{{.Spec.Labels.disk}}'")).toBe("ssd");
  // QEMU leads to this computer by 10.0.2.0/24.
  const subnet = "docker network inspect ingress --format '{{(index .IPAM.Config 0).Subnet}}'";
  expect(await on("manager", subnet)).toBe("10.128.0.0/24");
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
  for (const token of tokens.split("\n")) expect(text).not.toContain(token);
  hasNoToken(text);
});

test("a second update changes nothing", async () => {
  await expect(stack.up({ expectNoChanges: true, onOutput: show, color: "never" })).resolves.toBeDefined();
});

/** Runs what the stack's swarm is, or what differs for its worker, as the engine runs it. */
async function reconciled(worker: Partial<NodeOrder> = {}, limits: object = {}, told = (script: string) => script) {
  const node = (role: Role, more: Partial<NodeOrder>): NodeOrder => ({
    ...{ name: nameOf[role], role, privateAddress: addressOf[role], labels: {}, availability: "active" },
    ...memberOf(role),
    ...more,
  });
  const order = {
    ...{ swarm: "web", stack: "dev", options: defaultOptions, limits: { ...defaultLimits, ...limits } },
    nodes: [node("manager", {}), node("worker", { labels: { disk: "ssd" }, ...worker })],
  };
  const logins = new KeptLogins();
  const asker = memberAsker(order.limits, logins.run);
  const ask: AskMember = (member, script, seconds) => asker(member, told(script), seconds);
  try {
    return await reconcile(order, [], { member: ask, old: ask }, show);
  } finally {
    logins.close();
  }
}

/** A web server that each member makes of its own /usr, as no registry can be reached. */
const image =
  'folder=$(mktemp -d) && mkdir "$folder"/{usr,tmp} && for one in bin sbin lib lib64; do ln -s "usr/$one" "$folder/$one"; done && ' +
  'tar -C "$folder" -c . | docker import - web:1';
const service = {
  image: "web:1",
  command: ["python3", "-m", "http.server", "80", "--directory", "/tmp"],
  volumes: ["/usr:/usr:ro"],
  ports: ["8080:80"],
  deploy: { replicas: 2, update_config: { order: "start-first" } },
};

test("what examples/swarm deploys answers on each member, also on one that takes no tasks", async () => {
  const answers = async () => {
    for (const role of ["manager", "worker"] as const)
      expect(await on(role, "curl -sSf --retry 5 http://127.0.0.1:8080/")).toContain("Directory listing");
  };
  for (const role of ["manager", "worker"] as const) await on(role, image);
  const file = JSON.stringify({ version: "3.8", services: { web: service } });
  await on("manager", "docker stack deploy --detach=false --prune --compose-file - web", file);
  await answers();

  const { health } = await reconciled({ availability: "drain" });
  expect(health.probes.filter(({ status }) => status !== "pass")).toEqual([]);
  expect(health.nodes.map(({ availability }) => availability)).toEqual(["active", "drain"]);
  await answers();
  await on("manager", "docker stack rm --detach=false web");
});

/** Why it fails on machines that the engine has not changed. */
async function failure(limits: object = {}, told?: (script: string) => string): Promise<SwarmFailure> {
  const error: unknown = await reconciled({}, limits, told).catch((reason: unknown) => reason);
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
    expect(await whileBroken("worker", socket)).toMatchObject({ stage: "facts", nodes: ["worker-1"] });
  });

  test("a clock that is off by a day", async () => {
    const clock = { broken: 'date -s "+1 day"', mended: 'date -s "-1 day"' };
    const found = await whileBroken("worker", clock);
    expect(found).toMatchObject({ stage: "facts", nodes: ["worker-1"] });
    expect(found.cause).toContain("clock");
  });

  test("a manager that gives no answer", async () => {
    const pid = Number(readFileSync(join(machines, "manager", "qemu.pid"), "utf8"));
    process.kill(pid, "SIGSTOP");
    try {
      expect(await failure({ ssh: 10 })).toMatchObject({ stage: "ssh", nodes: ["manager-1"] });
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
    expect(found.nodes).toEqual(expect.arrayContaining(["worker-1"]));
    expect(found.cause).toContain("7946");
  });

  // The worker is still outside.
  test("a token that is not the swarm's", async () => {
    const another = (script: string) => script.replace(/(SWMTKN-1-\w+-)\w+/, `$1${"0".repeat(25)}`);
    const found = await failure({}, another);
    expect(found).toMatchObject({ stage: "join", nodes: ["worker-1"] });
    expect(found.cause).toContain("join token");
    expect(JSON.stringify(found)).not.toContain("SWMTKN");
  });
});

test("a worker that was killed is replaced: the new one is a member, and the old one is no more", async () => {
  process.kill(Number(readFileSync(join(machines, "worker", "qemu.pid"), "utf8")), "SIGKILL");
  await configure(1280);
  const { clusterId } = made;
  await up();
  expect(made.clusterId).toBe(clusterId);
  expect(await members()).toEqual(["manager-1 Ready", "worker-1 Ready"]);
});

test("destroy leaves nothing", async () => {
  await stack.destroy({ onOutput: show, color: "never" });
  expect(
    readdirSync(scratch, { recursive: true, encoding: "utf8" }).filter((path) => path.startsWith("machines/")),
  ).toEqual([]);
  const running = execFileSync("ps", ["axww", "-o", "args="], { encoding: "utf8" }).split("\n");
  expect(running.filter((line) => line.includes(scratch))).toEqual([]);
});
