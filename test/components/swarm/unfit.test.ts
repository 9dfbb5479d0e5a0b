// SPDX-License-Identifier: Apache-2.0
import type { NodeFacts } from "../../../components/swarm/facts";
import { defaultOptions } from "../../../components/swarm/order";
import { allOf } from "../../../components/swarm/problem";
import { unfit } from "../../../components/swarm/unfit";
import { order, outside } from "./world";

const { nodes } = order(["m1", "w1", "w2"]);
const found = (facts: Record<string, Partial<NodeFacts>>, options = defaultOptions) =>
  unfit(nodes, Object.fromEntries(nodes.map(({ name }) => [name, { ...outside, ...facts[name] }])), options);
const day = 86_400;

test("machines with an engine, an address and the right time are fit", () => {
  expect(found({ m1: { ahead: 299 }, w1: { firewall: "" }, w2: { state: "active", address: "10.0.0.12" } })).toEqual(
    [],
  );
});

test.each([
  [{ unusable: "there is no Docker Engine on it" }, "there is no Docker Engine on it", /install Docker Engine/],
  [
    { liveRestore: true },
    "its engine has live-restore on, which does not work with a swarm",
    /docker\.liveRestore to false/,
  ],
  [
    { firewall: "nftables" },
    "its engine writes its firewall rules by nftables, which does not work with a swarm",
    /firewall-backend/,
  ],
  [
    { state: "locked" as const },
    "it is a manager that was restarted, and its part of the swarm is locked",
    /run on w1: docker swarm unlock; .* output unlockKey/,
  ],
  [{ mtu: 0 }, "none of its interfaces has the address 10.0.0.11", /ip -4 address/],
  [
    { ahead: day },
    "its clock is 1 day ahead of the others, and members would refuse its certificate",
    /chronyc makestep/,
  ],
  [{ ahead: -7200 }, "its clock is 2 hours behind the others, and members would refuse its certificate", /chronyc/],
  [
    { state: "active" as const, address: "10.0.0.99" },
    "it is a member by the address 10.0.0.99, and privateAddress is 10.0.0.11",
    /set privateAddress to "10\.0\.0\.99"/,
  ],
])("%j is refused, and what to do is said", (wrong, cause, fix) => {
  expect(found({ w1: wrong })).toEqual([
    { stage: "facts", nodes: ["w1"], cause, fix: expect.stringMatching(fix) as string },
  ]);
});

test("whose clock is wrong, the others and this computer decide", () => {
  expect(found({ m1: { ahead: day }, w1: { ahead: day + 2 }, w2: { ahead: day - 1 } })).toEqual([]);
  expect(found({ m1: { ahead: day } }).map((one) => one.nodes)).toEqual([["m1"]]);
});

test("packets that are larger than what an interface carries are refused", () => {
  expect(found({ w1: { mtu: 1460 } }, { ...defaultOptions, mtu: 1500 })).toMatchObject([
    { nodes: ["w1"], fix: "set mtu to 1460 at most, or leave it out" },
  ]);
  expect(found({ w1: { mtu: 1460 } }, { ...defaultOptions, mtu: 1460 })).toEqual([]);
});

test("one machine by two names is found", () => {
  const same = { nodeId: "n1", state: "active" as const };
  expect(found({ m1: { ...same, address: "10.0.0.11" }, w1: { ...same, address: "10.0.0.11" } })).toMatchObject([
    { nodes: ["m1", "w1"], cause: "both are the member n1" },
  ]);
});

test("everything is found at once, and is one failure: the first in full, the others below it", () => {
  const problems = found({ m1: { liveRestore: true, ahead: day }, w2: { unusable: "no Docker" } });
  expect(problems.map((one) => one.nodes)).toEqual([["w2"], ["m1"], ["m1"]]);
  expect(allOf(problems).failure).toMatchObject({
    ...{ stage: "facts", nodes: ["w2", "m1"], what: "machines cannot be in this swarm", cause: "w2: no Docker" },
    log: [
      expect.stringMatching(/^m1: its engine has live-restore on/),
      expect.stringMatching(/^ {2}fix: set docker\.liveRestore/),
      expect.stringMatching(/^m1: its clock/),
      expect.stringMatching(/^ {2}fix: /),
    ] as string[],
  });
});
