// SPDX-License-Identifier: Apache-2.0
import { prove } from "../../../components/swarm/prove";
import { answered, failureOf, memberOf, orderOf, scripted } from "./members";

const nodes = [
  memberOf("a", { role: "manager", privateAddress: "10.0.0.1" }),
  memberOf("b", { privateAddress: "10.0.0.2" }),
  memberOf("c", { privateAddress: "10.0.0.3", availability: "drain" }),
];
const order = orderOf(nodes);
const ids = { a: "ida", b: "idb", c: "idc" };
const pace = { seconds: 0, between: 0 };

/** As the engine says it. */
const seen = (name: string, more: Record<string, unknown> = {}) => ({
  ID: `id${name}`,
  Spec: { Role: name === "a" ? "manager" : "worker", Availability: name === "c" ? "drain" : "active" },
  Description: { Engine: { EngineVersion: "28.5.2" } },
  Status: { State: "ready", Addr: "10.0.0.1" },
  ...(name === "a" && { ManagerStatus: { Leader: true, Reachability: "reachable" } }),
  ...more,
});
const task = (node: string, State = "running", Err = "") => ({
  ...{ NodeID: node, CreatedAt: "2026-11-27T00:00:00Z", DesiredState: "running", Status: { State, Err } },
});
const list = (all: unknown[]) => `cluster\n${JSON.stringify(all)}`;
const inside = [
  ...["dns service 10.0.1.2", "dns tasks 10.0.1.3 10.0.1.4", "traffic seen ida ok 1410", "traffic seen idb ok 1410"],
  ...["dns answers idb", "ms inside 20"],
].join("\r\n");

const healthy: Record<string, string> = {
  look_at_nodes: list([seen("a"), seen("b"), seen("c"), seen("x")]),
  look_at_service: JSON.stringify({ Endpoint: { Ports: [{ PublishedPort: 30000 }] } }),
  look_at_tasks: JSON.stringify([task("ida"), task("idb")]),
  through_mesh: "mesh seen ida\nmesh seen idb\nms mesh 12\n",
  inside_task: inside,
};

const proved = (others: (node: string, call: string, script: string) => string | undefined = () => undefined) => {
  const { ask, calls } = scripted((node, call, script) => others(node, call, script) ?? healthy[call] ?? "");
  const told: string[] = [];
  return { calls, told, report: prove(order, nodes[0] ?? memberOf("a"), ids, ask, (line) => told.push(line), pace) };
};
const failing = (call: string, stdout: string, node?: string) =>
  proved((name, own) => (own === call && (node ?? name) === name ? stdout : undefined));

test("a swarm is proved by each probe, and says who its members are", async () => {
  const { report } = proved();
  const { probes, nodes: members, ...rest } = await report;
  expect(rest).toEqual({ version: 1, swarm: "swarm", id: "cluster", healthy: true, seconds: 0 });
  expect(probes.map(({ probe, status }) => `${probe} ${status}`)).toEqual(
    ["nodes", "versions", "overlay", "service", "mesh", "dns", "traffic", "removed"].map((one) => `${one} pass`),
  );
  expect(probes.find(({ probe }) => probe === "mesh")?.detail).toBe("port 30000 of a, b, c leads to a, b");
  expect(probes.find(({ probe }) => probe === "traffic")?.detail).toContain("1410 bytes");
  expect(members[0]).toEqual({
    ...{ name: "a", id: "ida", role: "manager", address: "10.0.0.1", state: "ready", availability: "active" },
    ...{ engine: "28.5.2", leader: true },
  });
});

test("what an earlier run has left is removed first, and all of it last", async () => {
  const { report, calls } = proved();
  await report;
  const manager = calls.filter((one) => one.startsWith("a ") && !/mesh|inside/.test(one));
  expect(manager).toEqual(
    [
      ...["look_at_nodes", "remove_service", "make_network", "make_image", "make_service", "look_at_tasks"],
      ...["look_at_service", "remove_service", "remove_image"],
    ].map((one) => `a ${one}`),
  );
});

test("a member that takes no tasks has no image and no task, and its published port answers", async () => {
  const { report, calls } = proved();
  await report;
  expect(calls.filter((one) => one.startsWith("c "))).toEqual(["c through_mesh", "c remove_image"]);
});

test("members of others get no task, and the network carries what the machines' does", async () => {
  let [service, network] = ["", ""];
  await proved((_, call, script) => {
    if (call === "make_service") service = script;
    if (call === "make_network") network = script;
    return undefined;
  }).report;
  expect(service).toContain('"Constraints":["node.id!=idx"]');
  expect(service).not.toContain("node.id!=ida");
  expect(network).toContain('"com.docker.network.driver.mtu":"1460"');
});

test.each([
  [
    "is away",
    list([seen("a"), seen("b", { Status: { State: "down", Message: "heartbeat failure" } }), seen("c")]),
    "b: it is down: heartbeat failure",
  ],
  ["is unknown", list([seen("a"), seen("c")]), "b: the swarm knows no member idb"],
  [
    "has another role",
    list([seen("a"), seen("b", { Spec: { Role: "manager", Availability: "active" } }), seen("c")]),
    "b: it is a manager, and should be a worker",
  ],
  [
    "takes no tasks",
    list([seen("a"), seen("b", { Spec: { Role: "worker", Availability: "pause" } }), seen("c")]),
    "b: its availability is pause, and should be active",
  ],
])("a member that %s is named", async (_what, answer, cause) => {
  const { report, calls } = failing("look_at_nodes", answer);
  expect(await failureOf(report)).toMatchObject({ stage: "nodes", nodes: ["b"], cause, look: ["enter b"] });
  expect(calls.every((one) => one === "a look_at_nodes")).toBe(true);
});

test("a manager that the others do not reach is named", async () => {
  const lost = seen("a", { ManagerStatus: { Leader: true, Reachability: "unreachable" } });
  const failure = await failureOf(failing("look_at_nodes", list([lost, seen("b"), seen("c")])).report);
  expect(failure.cause).toBe("a: the other managers see it as unreachable");
});

test("engines that are more than one major apart are refused", async () => {
  const old = seen("b", { Description: { Engine: { EngineVersion: "26.1.0" } } });
  const failure = await failureOf(failing("look_at_nodes", list([seen("a"), old, seen("c")])).report);
  expect(failure).toMatchObject({ stage: "versions", nodes: ["b", "c"] });
  expect(failure.cause).toBe("b has 26.1.0 and c has 28.5.2, more than one major apart");
});

test("a task that is rejected is explained by the engine's words, and all is removed", async () => {
  const tasks = JSON.stringify([task("ida"), task("idb", "rejected", 'invalid mount config for type "bind"')]);
  const { report, calls } = failing("look_at_tasks", tasks);
  expect(await failureOf(report)).toMatchObject({
    ...{ stage: "service", nodes: ["b"], cause: 'b: invalid mount config for type "bind"' },
    fix: expect.stringContaining("/usr") as string,
  });
  expect(calls.slice(-4)).toEqual(["a remove_service", "a remove_image", "b remove_image", "c remove_image"]);
});

test("a published port that leads to no other member is named with both", async () => {
  const failure = await failureOf(failing("through_mesh", "mesh seen ida\nmesh last no answer\n", "a").report);
  expect(failure).toMatchObject({ stage: "mesh", nodes: ["a", "b"] });
  expect(failure.cause).toBe("a's published port: the tasks on b do not answer on it: no answer");
});

test.each([
  ["dns", inside.replace("dns service 10.0.1.2", "dns service"), "in a container on b, docker-host-proof is not found"],
  ["dns", inside.replace(" 10.0.1.4", ""), "in a container on b, tasks.docker-host-proof has 1 of 2 addresses"],
  [
    "traffic",
    inside.replace("seen ida ok", "seen ida failed"),
    "from a container on b to one on a: packets of 1410 bytes are lost, and smaller ones arrive",
  ],
  [
    "traffic",
    inside.replace("traffic seen ida ok 1410", "traffic last 10.0.1.3 no answer"),
    "from a container on b to one on a: no answer",
  ],
])("%s: what a container sees is said", async (stage, stdout, cause) => {
  expect(await failureOf(failing("inside_task", stdout, "b").report)).toMatchObject({ stage, cause });
});

test("a network that cannot be made is explained, and what cannot be removed does not hide that", async () => {
  const { ask } = scripted((_, call) => {
    if (call === "make_network")
      return { status: 1, stdout: "", stderr: "pool overlaps with other one on this address space\n" };
    return healthy[call] ?? "";
  });
  const failure = await failureOf(prove(order, nodes[0] ?? memberOf("a"), ids, ask, () => {}, pace));
  expect(failure).toMatchObject({
    stage: "overlay",
    nodes: ["a"],
    fix: expect.stringContaining("addressPool") as string,
  });
});

test("what is left at the end is a failure of its own", async () => {
  let removals = 0;
  const { ask } = scripted((_, call) => {
    if (call !== "remove_service" || ++removals < 2) return answered(healthy[call] ?? "");
    return { status: 1, stdout: "", stderr: "left on the manager: networks n1\n" };
  });
  const failure = await failureOf(prove(order, nodes[0] ?? memberOf("a"), ids, ask, () => {}, pace));
  expect(failure).toMatchObject({ stage: "removed", cause: "a: left on the manager: networks n1" });
});
