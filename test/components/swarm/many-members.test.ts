// SPDX-License-Identifier: Apache-2.0
// Fifty members: one command for all of them, and no more connections at a time than an SSH server or a shell's limit of files takes.
import type { AskMember } from "../../../components/swarm/ask";
import type { SwarmOrder } from "../../../components/swarm/order";
import { reconcile } from "../../../components/swarm/reconcile";
import { DockerSwarm } from "../../../components/swarm";
import { RecordedProgram } from "../recorded-program";
import { Members } from "./played-members";
import { order } from "./world";

const managers = ["m1", "m2", "m3"];
const workers = Array.from({ length: 47 }, (_, i) => `w${i + 100}`);
const names = [...managers, ...workers];

test("are one command, which is told of each of them once", async () => {
  const program = await RecordedProgram.start(() => ({}));
  const member = (name: string, i: number) => ({
    ...{ name, connection: { host: name }, privateAddress: `10.0.0.${i + 1}` },
  });
  const nodes = names.map(member);
  await program.outputsOf(new DockerSwarm("web", { managers: nodes.slice(0, 3), workers: nodes.slice(3) }));
  expect(program.registrations.map(({ name }) => name)).toEqual(["web", "web-swarm"]);
  const { secret } = program.find("web-swarm").inputs.stdin as { secret: string };
  expect((JSON.parse(secret) as SwarmOrder).nodes.map(({ name }) => name)).toEqual(names);
});

test("are looked at, joined and proved at most ten at a time, and each of them is", async () => {
  const members = new Members();
  const ids = new Map(names.map((name, i) => [name, `new-${i + 1}`]));
  const all = [...ids.values()];
  const list = names.map((name) => ({
    ...{ ID: ids.get(name), Spec: { Role: name.startsWith("m") ? "manager" : "worker", Availability: "active" } },
    ...{ Description: { Engine: { EngineVersion: "28.5.2" } }, Status: { State: "ready", Addr: "10.0.0.1" } },
    ...(name.startsWith("m") && { ManagerStatus: { Leader: name === "m1", Reachability: "reachable" } }),
  }));
  const tasks = all.map((NodeID) => ({ NodeID, DesiredState: "running", Status: { State: "running", Err: "" } }));
  const answers: Record<string, string> = {
    start_listener: "listening tcp 7946\n",
    look_at_nodes: `cluster\n${JSON.stringify(list)}`,
    look_at_tasks: JSON.stringify(tasks),
    look_at_service: JSON.stringify({ Endpoint: { Ports: [{ PublishedPort: 30000 }] } }),
    through_mesh: all.map((id) => `mesh seen ${id}`).join("\n"),
    inside_task: [
      ...["dns service 10.0.1.2", `dns tasks ${all.map((_, i) => `10.0.1.${i + 3}`).join(" ")}`, "dns answers new-1"],
      ...all.map((id) => `traffic seen ${id} ok 1410`),
    ].join("\n"),
  };
  const asked = new Map<string, Set<string>>();
  let [now, most] = [0, 0];
  const ask: AskMember = async (node, script, seconds) => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    const call = /^main\(\) \{\n(\w+)/m.exec(script)?.[1] ?? "";
    asked.set(call, (asked.get(call) ?? new Set()).add(node.name));
    const answer = await members.ask(node, script, seconds);
    now--;
    const own = answers[call];
    if (call !== "join_swarm" && call !== "make_swarm")
      return own === undefined ? answer : { status: 0, stdout: own, stderr: "" };
    return { ...answer, stdout: `id ${ids.get(node.name)}\n` };
  };
  const { health } = await reconcile(order(names), [], { member: ask, old: ask }, () => {});
  expect(health.nodes).toHaveLength(50);
  expect(health.healthy).toBe(true);
  expect(most).toBe(10);
  const onEach = ["facts", "start_listener", "send_all", "end_listeners", "make_image", "through_mesh", "inside_task"];
  for (const call of onEach) expect([call, asked.get(call)?.size]).toEqual([call, 50]);
  expect(asked.get("join_swarm")?.size).toBe(49);
});
