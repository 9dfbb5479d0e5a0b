// SPDX-License-Identifier: Apache-2.0
import * as fc from "fast-check";

import { defaultOptions, type SwarmOrder } from "../../../components/swarm/order";
import { type Known, plan, type Step } from "../../../components/swarm/plan";
import { member, order, outside, World } from "./world";

const steps = (ordered: SwarmOrder, known: Known): Step[] => {
  const { steps: found, problems } = plan(ordered, known);
  if (!found) throw new Error(problems.map(({ cause }) => cause).join("\n"));
  return found;
};
/** In a few words. */
const told = (all: Step[]) =>
  all.map((step) => [step.do, "node" in step ? step.node : "name" in step ? step.name : step.mtu].join(" "));
const problemsOf = (ordered: SwarmOrder, known: Known) => plan(ordered, known).problems ?? [];
/** A swarm as it was ordered. */
const worldOf = (ordered: SwarmOrder) => {
  const world = new World();
  return world.apply(steps(ordered, world.known(ordered)), ordered);
};

test("machines that are in no swarm: the first manager makes it, managers join before workers, then all get their labels", () => {
  const ordered = order(["m1", "m2", "m3", member("w1", "worker", { labels: { disk: "ssd" }, availability: "pause" })]);
  const made = steps(ordered, new World().known(ordered));
  expect(told(made)).toEqual([
    ...["init m1", "join m2", "join m3", "join w1"],
    ...["update m1", "update m2", "update m3", "update w1"],
  ]);
  expect(made.at(-1)).toEqual({
    ...{ do: "update", node: "w1", availability: "pause" },
    labels: {
      set: { disk: "ssd", "pulumi-docker-host.name": "w1", "pulumi-docker-host.labels": "disk" },
      remove: [],
    },
  });
});

test("a swarm that is as it was ordered is left alone", () => {
  const ordered = order(["m1", "m2", "m3", "w1"]);
  expect(steps(ordered, worldOf(ordered).known(ordered))).toEqual([]);
});

test("what was cut off goes on: who has joined joins no more", () => {
  const ordered = order(["m1", "m2", "m3", "w1"]);
  const all = steps(ordered, new World().known(ordered));
  for (let done = 1; done <= all.length; done++) {
    const world = new World().apply(all.slice(0, done), ordered);
    const rest = steps(ordered, world.known(ordered));
    world.apply(rest, ordered);
    expect(steps(ordered, world.known(ordered))).toEqual([]);
    expect(world.nodes.map(({ hostname }) => hostname)).toEqual(["m1", "m2", "m3", "w1"]);
  }
});

test("the machine of a worker was replaced: the new one joins, then its old entry goes without a wait for its tasks", () => {
  const ordered = order(["m1", "w1"]);
  const world = worldOf(ordered);
  world.replace("w1");
  const found = steps(ordered, world.known(ordered));
  expect(told(found)).toEqual(["join w1", "update w1", "drain w1", "remove w1"]);
  expect(found).toContainEqual({ do: "drain", id: "id-2", name: "w1", seconds: 0 });
});

test("a worker that is no longer ordered, and runs, is drained within the limit", () => {
  const world = worldOf(order(["m1", "w1"]));
  expect(steps(order(["m1"]), world.known(order(["m1"])))).toEqual([
    { do: "drain", id: "id-2", name: "w1", seconds: 120 },
    { do: "remove", id: "id-2", name: "w1" },
  ]);
});

test("a manager that is replaced is demoted when the new one is in, and before it leaves", () => {
  const ordered = order(["m1", "m2", "m3"]);
  const world = worldOf(ordered);
  world.replace("m2");
  expect(told(steps(ordered, world.known(ordered)))).toEqual([
    "join m2",
    "update m2",
    "drain m2",
    "demote m2",
    "remove m2",
  ]);
});

test("all managers are other machines, and the old ones still run: the new ones come in by these", () => {
  const world = worldOf(order(["m1", "m2", "m3", "w1"]));
  for (const name of ["m1", "m2", "m3"]) world.ids.delete(name);
  const ordered = order(["m1", "m2", "m3", "w1"]);
  const found = steps(ordered, world.known(ordered, { old: [world.view()] }));
  expect(told(found).slice(0, 3)).toEqual(["join m1", "join m2", "join m3"]);
  world.apply(found, ordered);
  expect(world.decided).not.toContain(false);
  expect(world.nodes).toHaveLength(4);
});

test("roles change in place: who becomes a manager is one before who becomes a worker is none", () => {
  const world = worldOf(order(["m1", "w2"]));
  const ordered = order([member("w2", "manager"), member("m1", "worker")]);
  const found = steps(ordered, world.known(ordered));
  expect(told(found)).toEqual(["promote w2", "demote m1"]);
  world.apply(found, ordered);
  expect(steps(ordered, world.known(ordered))).toEqual([]);
});

test("members that others have joined stay, and so do labels that others have set", () => {
  const ordered = order(["m1", "w1"]);
  const world = worldOf(ordered);
  world.node("w1").labels = { own: "1" };
  world.node("m1").labels.own = "2";
  world.ids.delete("w1");
  expect(steps(order(["m1"]), world.known(order(["m1"])))).toEqual([]);
});

test("a label of ours that is no longer ordered goes, and another value takes the place of the old one", () => {
  const before = order(["m1", member("w1", "worker", { labels: { disk: "ssd", zone: "a" } })]);
  const world = worldOf(before);
  world.node("w1").labels.own = "1";
  const ordered = order(["m1", member("w1", "worker", { labels: { zone: "b" } })]);
  const set = { zone: "b", "pulumi-docker-host.labels": "zone" };
  expect(steps(ordered, world.known(ordered))).toEqual([
    { do: "update", node: "w1", labels: { set, remove: ["disk"] } },
  ]);
});

test("a member whose entry was removed forgets the swarm and joins it anew", () => {
  const ordered = order(["m1", "w1"]);
  const world = worldOf(ordered);
  world.nodes = world.nodes.filter(({ hostname }) => hostname !== "w1");
  expect(told(steps(ordered, world.known(ordered)))).toEqual(["forget w1", "join w1", "update w1"]);
});

test("one that failed on its way into a swarm forgets that first", () => {
  const ordered = order(["m1", "w1"]);
  const known = new World().known(ordered);
  known.facts.m1 = { ...outside, state: "error", error: "context deadline exceeded" };
  expect(told(steps(ordered, known)).slice(0, 3)).toEqual(["forget m1", "init m1", "join w1"]);
});

test("published ports get the network's packets: at the beginning, and later while there is no service", () => {
  const ordered = order(["m1", "w1"]);
  const world = new World();
  const found = steps(ordered, world.known(ordered, { mtu: 1460 }));
  expect(told(found).slice(0, 3)).toEqual(["init m1", "ingress 1460", "join w1"]);
  world.apply(found, ordered);
  expect(steps(ordered, world.known(ordered, { mtu: 1460 }))).toEqual([]);
  expect(told(steps(ordered, world.known(ordered, { mtu: 8900 })))).toEqual(["ingress 8900"]);
  const busy = world.known(ordered, { mtu: 8900 });
  if (busy.facts.m1?.swarm) busy.facts.m1.swarm.hasServices = true;
  expect(steps(ordered, busy)).toEqual([]);
});

test("a machine of another swarm is refused, with the command by which it leaves that", () => {
  const ordered = order(["m1", "m2", "m3"]);
  const known = worldOf(ordered).known(ordered);
  const other = new World("elsewhere");
  other.apply([{ do: "init", node: "m3" }], ordered);
  known.facts.m3 = { ...other.facts("m3"), nodeId: "other-1" };
  expect(problemsOf(ordered, known)).toEqual([
    {
      ...{ stage: "facts", nodes: ["m3"] },
      cause: "it is in another swarm, elsewhere, and this one is cluster",
      fix: "if that swarm can do without it, run on m3: docker swarm leave --force; otherwise take it out of the arguments",
    },
  ]);
});

test("workers whose managers are gone are refused, with what to do", () => {
  const ordered = order(["m1", "w1"]);
  const world = worldOf(ordered);
  world.replace("m1");
  expect(problemsOf(ordered, world.known(ordered))).toMatchObject([
    {
      ...{ stage: "quorum", nodes: ["w1"] },
      cause: expect.stringContaining("those of swarm cluster give these members no answer") as string,
      fix: expect.stringContaining("pulumi up --replace 'URN'") as string,
    },
  ]);
});

test("no new swarm takes the place of one whose managers are all gone", () => {
  const ordered = order(["m1"]);
  expect(problemsOf(ordered, new World().known(ordered, { gone: ["m1"] }))).toMatchObject([
    { stage: "quorum", nodes: ["m1"], fix: expect.stringContaining("pulumi up --replace 'URN'") as string },
  ]);
});

test("one who leaves although too few would answer then is refused", () => {
  const world = worldOf(order(["m1", "m2", "m3"]));
  world.node("m2").isReachable = false;
  const ordered = order([member("m2", "manager"), member("m1", "worker")]);
  const known = world.known(ordered, { old: [world.view()] });
  expect(problemsOf(ordered, known)).toMatchObject([
    { stage: "quorum", cause: expect.stringMatching(/without them, only 0 of 1 managers answer$/) as string },
  ]);
});

test("what is settled when a swarm is made is named when it is ordered otherwise, all at once", () => {
  const before = order(["m1"]);
  const options = { addressPool: ["10.200.0.0/16"], subnetSize: 26, dataPathPort: 4790, mtu: 0, autolock: true };
  const problems = problemsOf(order(["m1"], { options }), worldOf(before).known(before));
  expect(problems.map(({ stage, cause }) => `${stage}: ${cause.replace(/,.*/, "")}`)).toEqual([
    'arguments: addressPool is ["10.200.0.0/16"]',
    "arguments: subnetSize is 26",
    "arguments: dataPathPort is 4790",
    "arguments: autolock is true",
  ]);
  expect(problems.at(-1)?.fix).toBe("run on m1: docker swarm update --autolock=true; then run pulumi up again");
});

test("a swarm whose pool nobody ordered keeps the one it has", () => {
  const ordered = order(["m1"]);
  const world = worldOf(ordered);
  const known = world.known(ordered);
  known.facts.m1 = { ...world.facts("m1"), swarm: { ...world.view(), addressPool: ["10.128.0.0/9"] } };
  expect(steps(ordered, known)).toEqual([]);
});

test("the engine's own pool, ordered, is that of a swarm which says none", () => {
  const ordered = order(["m1"], { options: { ...defaultOptions, addressPool: ["10.0.0.0/8"] } });
  const world = worldOf(ordered);
  expect(world.view().addressPool).toEqual([]);
  expect(steps(ordered, world.known(ordered))).toEqual([]);
});

const machines = Array.from({ length: 12 }, (_, i) => `x${i}`);
const orders = fc
  .record({
    managers: fc.constantFrom(1, 3, 5, 7),
    inTurn: fc.shuffledSubarray(machines, { minLength: 7 }),
    workers: fc.nat({ max: 4 }),
    availability: fc.constantFrom("active", "pause", "drain"),
  })
  .map(({ managers, inTurn, workers, availability }) =>
    order(
      inTurn
        .slice(0, managers + workers)
        .map((name, i) =>
          member(name, i < managers ? "manager" : "worker", { availability: availability as "active" }),
        ),
    ),
  );
const fate = fc.constantFrom("lives", "lives", "lives", "was replaced", "does not answer", "was forgotten");

test("whatever was there and is ordered: managers can always decide, the end is as ordered, and then nothing changes", () => {
  fc.assert(
    fc.property(orders, orders, fc.array(fate, { minLength: 12, maxLength: 12 }), (before, ordered, fates) => {
      const world = worldOf(before);
      for (const [i, name] of machines.entries()) {
        if (!world.ids.has(name)) continue;
        if (fates[i] === "was replaced") world.replace(name);
        if (fates[i] === "does not answer") world.node(name).isReachable = false;
        if (fates[i] === "was forgotten" && !world.node(name).votes)
          world.nodes = world.nodes.filter(({ id }) => id !== world.ids.get(name));
      }
      const isThere = !ordered.nodes.every(({ name }) => world.facts(name).swarm === undefined);
      const known = world.known(ordered, { old: isThere ? [] : [world.view()] });
      const { steps: found, problems } = plan(ordered, known);
      if (!found) {
        expect(problems.map(({ stage }) => stage)).toEqual(["quorum"]);
        return;
      }
      world.decided.length = 0;
      world.apply(found, ordered);
      expect(world.decided).not.toContain(false);
      const roles = (of: { name: string; role: string }[]) => of.map(({ name, role }) => `${name} ${role}`).sort();
      expect(roles(ordered.nodes.map(({ name }) => ({ name, role: world.node(name).role })))).toEqual(
        roles(ordered.nodes),
      );
      expect(world.nodes).toHaveLength(ordered.nodes.length);
      // Who did not answer before may not do so now: that is the proof's to say, and no plan's.
      for (const node of world.nodes) node.isReachable = node.votes;
      expect(steps(ordered, world.known(ordered))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
