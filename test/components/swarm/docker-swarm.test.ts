// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { LocalDockerHost } from "../../../components/local";
import type { SwarmOrder } from "../../../components/swarm/order";
import { DockerSwarm, type DockerSwarmArgs, type SwarmHost, swarmNode } from "../../../components/swarm";
import { base, isCheck, loginKey, stdout as checked } from "../local/host-under-test";
import { type Answer, publicTexts, RecordedProgram, type Registration, unknown } from "../recorded-program";

const privateKey = loginKey.privateKey;
const args: DockerSwarmArgs = {
  managers: [
    {
      name: "m1",
      connection: { host: "192.0.2.1", port: 2222, user: "rocky", privateKey },
      privateAddress: "10.0.0.11",
    },
  ],
  workers: [
    {
      name: "w1",
      connection: { host: "192.0.2.2" },
      privateAddress: "10.0.0.12",
      labels: { disk: "ssd" },
      machineId: "i-2",
    },
  ],
};
const node = {
  id: "n1",
  role: "manager",
  address: "10.0.0.11",
  state: "ready",
  availability: "active",
  engine: "28.5.2",
  leader: true,
};
const health = {
  version: 1,
  swarm: "web",
  id: "c1",
  healthy: true,
  nodes: [{ name: "m1", ...node }],
  probes: [],
  seconds: 3,
};
const isSwarm = ({ name, type }: Registration) => type === "command:local:Command" && name.endsWith("-swarm");
const answer: Answer = (registered) => {
  if (isSwarm(registered)) return { stdout: JSON.stringify({ health, unlockKey: "SWMKEY-1-x" }) };
  if (isCheck(registered)) return { stdout: checked, stderr: "" };
  if (registered.name.endsWith("-login-key")) return { output: loginKey };
  return registered.name.endsWith("-machine") ? { stdout: `id of ${registered.name}` } : {};
};
const orderOf = (program: RecordedProgram) =>
  JSON.parse((program.find("web-swarm").inputs.stdin as { secret: string }).secret) as SwarmOrder;

test("is one command, whose order is secret, and whose members leave before others take their place", async () => {
  const program = await RecordedProgram.start(answer);
  await program.outputsOf(new DockerSwarm("web", args));
  const [component, command, ...others] = program.registrations;
  expect(others).toEqual([]);
  expect(component).toMatchObject({
    type: "pulumi-docker-host:index:DockerSwarm",
    name: "web",
    inputs: {},
    parent: undefined,
  });
  expect(command).toEqual({
    ...{ type: "command:local:Command", name: "web-swarm", parent: "web", dependencies: [], deletedWith: undefined },
    ...{
      ignoreChanges: [],
      replaceOnChanges: ["triggers[*]"],
      deleteBeforeReplace: true,
      additionalSecretOutputs: ["stdout"],
    },
    customTimeouts: { create: "1020s", update: "1020s", delete: "5m" },
    inputs: {
      ...{
        create: "docker swarm web",
        delete: "end of docker swarm web",
        addPreviousOutputInEnv: false,
        logging: "none",
      },
      interpreter: ["node", "-e", expect.any(String)],
      stdin: { secret: expect.any(String) as string },
    },
  });
  for (const { inputs } of program.registrations) expect(publicTexts(inputs).join()).not.toContain("PRIVATE KEY");
});

test("the command is told of each machine what it is to be, with what is not said as the defaults have it", async () => {
  const program = await RecordedProgram.start(answer);
  await program.outputsOf(new DockerSwarm("web", args));
  expect(orderOf(program)).toEqual({
    ...{ swarm: "web", stack: "stack" },
    urn: "urn:pulumi:stack::project::pulumi-docker-host:index:DockerSwarm$command:local:Command::web-swarm",
    nodes: [
      {
        ...{
          name: "m1",
          role: "manager",
          privateAddress: "10.0.0.11",
          machineId: "192.0.2.1:2222",
          labels: {},
          availability: "active",
        },
        connection: { host: "192.0.2.1", port: 2222, user: "rocky", privateKey },
        look: ["ssh -p 2222 rocky@192.0.2.1"],
      },
      {
        ...{
          name: "w1",
          role: "worker",
          privateAddress: "10.0.0.12",
          machineId: "i-2",
          labels: { disk: "ssd" },
          availability: "active",
        },
        ...{ connection: { host: "192.0.2.2" }, look: ["ssh -p 22 root@192.0.2.2"] },
      },
    ],
    options: { addressPool: [], subnetSize: 24, dataPathPort: 4789, mtu: 0, autolock: false },
    limits: { ssh: 300, drain: 120, total: 900 },
  });
});

test("its outputs are what the proof saw, and the key that unlocks it is secret", async () => {
  const program = await RecordedProgram.start(answer);
  expect(await program.outputsOf(new DockerSwarm("web", args))).toEqual({
    ...{ dockerHost: "ssh://rocky@192.0.2.1:2222", clusterId: "c1", nodes: health.nodes, health },
    unlockKey: { secret: "SWMKEY-1-x" },
  });
});

test("nothing can be used before the swarm is proved", async () => {
  const program = await RecordedProgram.start(() => ({}), { preview: true });
  const outputs = await program.outputsOf(new DockerSwarm("web", args));
  expect(outputs).toMatchObject({ dockerHost: unknown, clusterId: unknown, nodes: unknown, health: unknown });
});

describe("of hosts of ours", () => {
  const hostOf = (name: string) => {
    const host = new LocalDockerHost(name, base);
    // Until hosts have this output, and where they lack a network for it.
    return Object.assign(host, { privateAddress: pulumi.output("10.70.0.11") }) as unknown as SwarmHost;
  };

  test("each is a member by its own name, by the way and the address that it has", async () => {
    const program = await RecordedProgram.start(answer);
    const swarm = new DockerSwarm("web", { managers: [swarmNode(hostOf("m1"), { labels: { disk: "ssd" } })] });
    const outputs = await program.outputsOf(swarm);
    expect(outputs.dockerHost).toMatch(/^ssh:\/\/rocky@127\.0\.0\.1:\d+$/);
    expect(orderOf(program).nodes).toEqual([
      {
        ...{ name: "m1", role: "manager", privateAddress: "10.70.0.11", machineId: "id of m1-machine" },
        ...{
          labels: { disk: "ssd" },
          availability: "active",
          connection: expect.objectContaining({ user: "rocky" }) as object,
        },
        look: ["shell", "diagnostics"].map((command) => `npx pulumi-docker-host ${command} m1 --stack stack`),
      },
    ]);
  });

  test("no member is touched before its health check has passed", async () => {
    const program = await RecordedProgram.start(answer);
    await program.outputsOf(new DockerSwarm("web", { managers: [swarmNode(hostOf("m1"))] }));
    expect(program.find("web-swarm").dependencies).toContain("m1-health-check");
  });

  test("one whose machine goes before another comes says so", async () => {
    const program = await RecordedProgram.start(answer);
    const host = hostOf("m1");
    await program.outputsOf(host);
    expect(swarmNode(host)).toMatchObject({ deletedFirst: true });
    expect(
      swarmNode(
        Object.assign(new pulumi.ComponentResource("test:index:Host", "w1"), {
          ...{
            connection: pulumi.output({ host: "a" }),
            proxyCommand: pulumi.output(["ssh"]),
            machineId: pulumi.output("i-1"),
          },
          ...{ dockerHost: pulumi.output("ssh://a"), privateAddress: pulumi.output("10.0.0.1") },
        }),
      ),
    ).not.toHaveProperty("deletedFirst");
  });
});

test("options of the component reach its command", async () => {
  const program = await RecordedProgram.start(answer);
  const machine = new pulumi.Stash("machine", { input: "" });
  await program.outputsOf(new DockerSwarm("web", args, { dependsOn: machine, deletedWith: machine, parent: machine }));
  expect(program.find("web")).toMatchObject({ parent: "machine" });
  expect(program.find("web-swarm")).toMatchObject({ deletedWith: "machine", dependencies: ["machine"] });
  expect(orderOf(program).urn).toMatch(
    /::pulumi:index:Stash\$pulumi-docker-host:index:DockerSwarm\$command:local:Command::web-swarm$/,
  );
});

test("mistakes in plain values are all named before anything is registered", async () => {
  const program = await RecordedProgram.start(answer);
  const wrong = { managers: [{ ...args, name: "a b" }], subnetSize: 3 } as unknown as DockerSwarmArgs;
  expect(() => new DockerSwarm("web", wrong)).toThrow(/^the docker swarm's arguments have \d+ problems:/);
  expect(program.registrations).toEqual([]);
});
