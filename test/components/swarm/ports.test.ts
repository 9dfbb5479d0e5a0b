// SPDX-License-Identifier: Apache-2.0
// Listeners and senders run on this computer: each machine is one of its own addresses.
import { execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

import type { AskMember } from "../../../components/swarm/ask";
import { defaultOptions, type NodeOrder } from "../../../components/swarm/order";
import { openPorts } from "../../../components/swarm/ports";
import { failureOf, memberOf, scripted } from "./members";

const net = `127.${randomInt(1, 250)}.${randomInt(1, 250)}`;
const [a, b, c] = [
  memberOf("a", { role: "manager", privateAddress: `${net}.1` }),
  memberOf("b", { privateAddress: `${net}.2` }),
  memberOf("c", { privateAddress: `${net}.3` }),
] as [NodeOrder, NodeOrder, NodeOrder];

const here: AskMember = (_node, script) =>
  new Promise((resolve) => {
    const env = { ...process.env, PATIENCE: "0.2" };
    const child = execFile("bash", ["-s"], { env }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(script);
  });

const listeners = () =>
  readdirSync("/proc")
    .filter((one) => /^\d+$/.test(one))
    .filter((one) => {
      try {
        return readFileSync(`/proc/${one}/cmdline`, "utf8").includes(`\0${net}.`);
      } catch {
        return false;
      }
    });

test("what one machine sends arrives at the others, and no listener is left", async () => {
  await openPorts([a, b, c], [], defaultOptions, here);
  expect(listeners()).toEqual([]);
});

test("what a run that was killed has left gives its ports to the next", async () => {
  const asked: string[] = [];
  await openPorts([a, b], [], defaultOptions, async (node, script, seconds) => {
    if (script.includes("\nstart_listener\n")) await here(node, script, seconds);
    const said = await here(node, script, seconds);
    asked.push(...said.stdout.split("\n").filter((line) => line.startsWith("taken")));
    return said;
  });
  expect([asked, listeners()]).toEqual([[], []]);
});

test("members that have joined send to the one that joins, and it to them", async () => {
  const asked: string[] = [];
  await openPorts([c], [a, b], defaultOptions, (node, script, seconds) => {
    const targets = /^TARGETS='([^']*)'/m.exec(script)?.[1];
    if (targets !== undefined) asked.push(...targets.split("\n").map((one) => `${node.name} ${one.split(" ")[0]}`));
    return here(node, script, seconds);
  });
  expect(new Set(asked)).toEqual(new Set(["a 0", "b 0", "c 1", "c 2"]));
});

test("where an engine listens, it is enough that it takes connections", async () => {
  const [path, engine] = [
    "import socket,sys\ns=socket.socket();s.setsockopt(1,2,1);s.bind((sys.argv[1],7946));s.listen();print(1,flush=True)\nsys.stdin.read()",
    b,
  ];
  const server = spawn("python3", ["-c", path, engine.privateAddress], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    await new Promise((resolve) => server.stdout.once("data", resolve).once("close", resolve));
    await openPorts([c], [b], defaultOptions, here);
  } finally {
    server.stdin.end();
    await new Promise((resolve) => server.once("close", resolve));
  }
});

const listening = "listening tcp 2377\nlistening tcp 7946\nlistening udp 7946\nlistening udp 4789\n";
const sees = (lines: (node: string) => string) =>
  scripted((node, call) => (call === "start_listener" ? listening : call === "send_all" ? lines(node) : ""));

test("a blocked port is named with both members and what to open, and the listeners are ended", async () => {
  const { ask, calls } = sees((node) => (node === "b" ? "0 tcp 2377 open\n0 udp 7946 no answer\n" : ""));
  const failure = await failureOf(openPorts([a, b], [], defaultOptions, ask));
  expect(failure).toMatchObject({
    stage: "ports",
    nodes: ["b", "a"],
    what: "the swarm's ports are blocked",
    cause: `from b to a (${net}.1), 7946/udp: no answer`,
    look: ["enter a"],
  });
  expect(failure.fix).toMatch(/^open 7946\/udp between the members.*group itself.*tag/);
  expect(calls.filter((one) => one.endsWith("end_listeners"))).toEqual(["a end_listeners", "b end_listeners"]);
});

test("a machine's own firewall is told from one on the way", async () => {
  const { ask } = sees((node) => (node === "b" ? "0 tcp 7946 no route to host\n" : ""));
  expect((await failureOf(openPorts([a, b], [], defaultOptions, ask))).fix).toContain("firewalld");
});

test("an address that leads to another machine is told from a blocked port", async () => {
  const { ask } = sees((node) => (node === "b" ? `0 tcp 7946 another machine answers at ${net}.1\n` : ""));
  expect(await failureOf(openPorts([a, b], [], defaultOptions, ask))).toMatchObject({
    what: "an address leads to another machine",
    fix: "correct privateAddress of a; each member has its own",
  });
});

test("of fifty members, what is blocked fits on a screen", async () => {
  const many = Array.from({ length: 50 }, (_, i) => memberOf(`w${i}`, { privateAddress: `10.0.0.${i + 1}` }));
  const { ask } = sees((node) =>
    many.flatMap(({ name }, i) => (name === node ? [] : [`${i} udp 4789 no answer`])).join("\n"),
  );
  const failure = await failureOf(openPorts(many, [], defaultOptions, ask));
  expect(failure.log).toHaveLength(12);
  expect(failure.log[0]).toBe("to w1 4789/udp: from 49 of 49 members");
});

test("a machine without Python is passed over, and one alone is not asked", async () => {
  const { ask } = scripted(() => "no Python\n");
  await openPorts([a, b], [], defaultOptions, ask);
  const { ask: nobody, calls } = scripted(() => "");
  await openPorts([a], [], defaultOptions, nobody);
  expect(calls).toEqual([]);
});
