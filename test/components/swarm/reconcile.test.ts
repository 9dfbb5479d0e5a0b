// SPDX-License-Identifier: Apache-2.0
// From looking to the proof.
import type { AskMember } from "../../../components/swarm/ask";
import { reconcile } from "../../../components/swarm/reconcile";
import { SwarmError, type SwarmReport } from "../../../components/swarm/report";
import { silence } from "../../../components/ssh/failure";
import { manager, Members, token } from "./played-members";
import { member, order, outside } from "./world";

test("a swarm is made of new machines: ports, the first, its managers, its workers, their labels, the proof", async () => {
  const members = new Members();
  const result = await members.run(order(["m1", "m2", "m3", "w1"]));
  expect(members.done).toEqual([
    "ports between m1 m2 m3 w1 and nobody",
    "m1: make_swarm",
    ...["m1: tokens", "m2: join_swarm", `m2 joins with ${token}-m by 10.0.0.11:2377`],
    ...["m1: tokens", "m3: join_swarm", `m3 joins with ${token}-m by 10.0.0.11:2377,10.0.0.12:2377`],
    ...["m1: tokens", "w1: join_swarm", `w1 joins with ${token}-w by 10.0.0.11:2377,10.0.0.12:2377,10.0.0.13:2377`],
    ...["m1", "m2", "m3", "w1"].map(
      (name, i) => `m1: update_member new-${i + 1} --label-add pulumi-docker-host.name=${name}`,
    ),
    'm1 proves {"m1":"new-1","m2":"new-2","m3":"new-3","w1":"new-4"}, MTU 1500',
  ]);
  expect(result).toEqual({ health: { healthy: true }, unlockKey: "" });
  expect(members.said.join()).not.toContain(token);
});

test("a swarm that is as it was ordered is only looked at, and proved", async () => {
  const members = new Members();
  members.facts.m1 = manager("n1", [{ id: "n1", name: "m1" }]);
  await members.run(order(["m1"]));
  expect(members.done).toEqual(['m1 proves {"m1":"n1"}, MTU 1500']);
});

test("the key of a swarm that locks itself is read when it is proved", async () => {
  const members = new Members();
  const ordered = order(["m1"]);
  const result = await members.run({ ...ordered, options: { ...ordered.options, autolock: true } });
  expect(result.unlockKey).toBe("SWMKEY-1-x");
  expect(members.done.at(-1)).toBe("m1: unlock_key");
});

test("overlays get the packets that every member's network carries", async () => {
  const members = new Members();
  members.facts.w1 = { ...outside, mtu: 1460 };
  await members.run(order(["m1", "w1"]));
  expect(members.done).toContain("m1: remake_ingress");
  expect(members.done.at(-1)).toMatch(/MTU 1460$/);
});

test.each([
  ["as they are ordered", ["10.0.0.0/16"], { addressPool: ["10.0.0.0/20"] }, '["10.0.0.0/20"]'],
  ["where no member has one", ["10.130.0.0/20"], {}, '["10.192.0.0/10"]'],
])("the swarm's networks are %s", async (_where, routes, options, pool) => {
  const members = new Members();
  members.facts.w1 = { ...outside, routes };
  const ordered = order(["m1", "w1"]);
  await members.run({ ...ordered, options: { ...ordered.options, ...options } });
  expect(members.pools).toEqual([pool]);
});

test("the only manager is another machine: it comes in by the one that leaves, which is asked no more then", async () => {
  const members = new Members();
  members.facts.old = manager("n1", [{ id: "n1", name: "m1" }]);
  await members.run(order(["m1"]), [member("m1", "manager", { machineId: "old" })]);
  expect(members.done).toEqual([
    "ports between m1 and nobody",
    ...["m1: tokens", "m1: join_swarm", `m1 joins with ${token}-m by 10.0.0.11:2377`],
    "m1: update_member new-1 --label-add pulumi-docker-host.name=m1",
    ...["m1: drain_member n1 120", "m1: demote_member n1", "m1: remove_member n1"],
    'm1 proves {"m1":"new-1"}, MTU 1500',
  ]);
});

test("where managers are other machines and the old ones are silent, nothing is touched", async () => {
  const members = new Members();
  members.silent.push("old");
  const failing = members.run(order(["m1"]), [member("m1", "manager", { machineId: "old" })]);
  await expect(failing).rejects.toMatchObject({ failure: { stage: "quorum", nodes: ["m1"] } });
  expect(members.done).toEqual([]);
});

test("a manager that accepts no login at the moment is passed over", async () => {
  const members = new Members();
  members.facts.m1 = manager(
    "n1",
    ["1", "2", "3"].map((i) => ({ id: `n${i}`, name: `m${i}` })),
  );
  for (const i of ["2", "3"]) members.facts[`m${i}`] = { ...manager(`n${i}`, []), swarm: members.facts.m1.swarm };
  let isBroken = false;
  const ask: AskMember = (node, script, seconds) => {
    if (node.name === "m1" && isBroken) return Promise.reject(silence("no answer", "start it"));
    return members.ask(node, script, seconds);
  };
  const told = (line: string) => (isBroken ||= line.startsWith("w1 joins"));
  const ports = () => Promise.resolve();
  const proof = () => Promise.resolve({} as SwarmReport);
  await reconcile(order(["m1", "m2", "m3", "w1"]), [], { member: ask, old: ask }, told, { ports, proof });
  expect(members.done.slice(0, 2)).toEqual(["m2: tokens", "w1: join_swarm"]);
});

test("a machine that cannot be reached is named, with what to do, and nothing is touched", async () => {
  const members = new Members();
  members.silent.push("w1");
  const failing = members.run(order(["m1", "w1"]));
  await expect(failing).rejects.toBeInstanceOf(SwarmError);
  await expect(failing).rejects.toMatchObject({
    failure: { stage: "ssh", nodes: ["w1"], cause: expect.stringMatching(/no answer$/) as string, fix: "start it" },
  });
  members.silent.push("m1");
  await expect(members.run(order(["m1", "w1"]))).rejects.toMatchObject({
    failure: { stage: "ssh", nodes: ["m1", "w1"], log: ["w1: no answer", "  fix: start it"] },
  });
  expect(members.done).toEqual([]);
});

test("what cannot be a member is named before anything is touched, with commands for the one machine", async () => {
  const members = new Members();
  members.facts.w1 = { ...outside, liveRestore: true };
  const failing = members.run(order(["m1", member("w1", "worker", { look: ["ssh w1"] })]));
  await expect(failing).rejects.toMatchObject({ failure: { stage: "facts", nodes: ["w1"], look: ["ssh w1"] } });
  expect(members.done).toEqual([]);
});

test.each([
  ["make_swarm", "init", "m1"],
  ["join_swarm", "join", "w1"],
  ["update_member", "labels", "m1"],
])("where %s fails, the stage is %s, and nothing is begun after it", async (call, stage, name) => {
  const members = new Members();
  members.fails[call] = "the engine says no";
  await expect(members.run(order(["m1", "w1"]))).rejects.toMatchObject({ failure: { stage, nodes: [name] } });
  expect(members.done.join()).not.toContain("proves");
});
