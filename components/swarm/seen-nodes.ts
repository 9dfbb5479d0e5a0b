// SPDX-License-Identifier: Apache-2.0
// What a manager says of the members, and of the tasks of the proof.
import { isMap } from "../../cloud-init/validate/kind";
import { member, parsed, type Plain, text } from "./engine-answer";
import type { Availability, NodeOrder, Role } from "./order";
import type { SwarmNode } from "./report";

/** A manager's answer to `/nodes`; undefined where it is none. */
export interface SeenMembers {
  clusterId: string;
  /** Ours, in the order in which they were asked for. */
  members: SwarmNode[];
  /** Ids of the others. */
  strangers: string[];
  /** What is not as it should be, each with the member of which it speaks. */
  problems: { node: string; cause: string }[];
}

export function seenMembers(stdout: string, nodes: NodeOrder[], ids: Record<string, string>): SeenMembers | undefined {
  const [clusterId = "", ...rest] = stdout.split("\n");
  const all = parsed(rest.join("\n"));
  if (!Array.isArray(all)) return undefined;
  const seen = new Map(all.filter(isMap).map((one) => [text(one.ID), one]));
  const members: SwarmNode[] = [];
  const problems: SeenMembers["problems"] = [];
  for (const node of nodes) {
    const id = ids[node.name] ?? "";
    const one = seen.get(id);
    if (!one) {
      problems.push({ node: node.name, cause: `the swarm knows no member ${id || "of that name"}` });
      continue;
    }
    const found = memberOf(node, id, one);
    members.push(found);
    problems.push(...Array.from(wrongs(node, found, one), (cause) => ({ node: node.name, cause })));
  }
  if (!members.some(({ leader }) => leader) && !all.some((one) => isMap(one) && member(one, "ManagerStatus").Leader))
    problems.push({ node: nodes[0]?.name ?? "", cause: "none of the managers leads" });
  const ours = new Set(Object.values(ids));
  return { clusterId, members, problems, strangers: [...seen.keys()].filter((id) => !ours.has(id)) };
}

function memberOf(node: NodeOrder, id: string, one: Plain): SwarmNode {
  const spec = member(one, "Spec");
  return {
    name: node.name,
    id,
    role: text(spec.Role) as Role,
    address: node.privateAddress,
    state: text(member(one, "Status").State),
    availability: text(spec.Availability) as Availability,
    engine: text(member(member(one, "Description"), "Engine").EngineVersion),
    leader: member(one, "ManagerStatus").Leader === true,
  };
}

function* wrongs(node: NodeOrder, found: SwarmNode, one: Plain): Generator<string> {
  const why = text(member(one, "Status").Message);
  if (found.state !== "ready") yield `it is ${found.state || "in no state"}${why === "" ? "" : `: ${why}`}`;
  const { Reachability: reachability } = member(one, "ManagerStatus");
  if (found.role !== node.role) yield `it is a ${found.role}, and should be a ${node.role}`;
  else if (node.role === "manager" && reachability !== "reachable")
    yield `the other managers see it as ${text(reachability) || "no manager"}`;
  if (found.availability !== node.availability)
    yield `its availability is ${found.availability}, and should be ${node.availability}`;
}

/** What is wrong with the versions of the members' engines; empty where they are within one major. */
export function versionsApart(members: SwarmNode[]): { cause: string; nodes: string[] } | undefined {
  const majors = members.map((one) => ({ ...one, major: Number(one.engine.split(".")[0]) }));
  const sorted = majors.filter(({ major }) => major > 0).sort((a, b) => a.major - b.major);
  const [oldest, newest] = [sorted[0], sorted.at(-1)];
  if (!oldest || !newest || newest.major - oldest.major <= 1) return undefined;
  const cause = `${oldest.name} has ${oldest.engine} and ${newest.name} has ${newest.engine}, more than one major apart`;
  return { cause, nodes: [oldest.name, newest.name] };
}

/** The newest task of the proof on each of the nodes. */
export function tasksNotRunning(
  stdout: string,
  members: SwarmNode[],
): { node: string; cause: string; tries: number }[] {
  const all = parsed(stdout);
  const tasks = Array.isArray(all) ? all.filter(isMap) : [];
  return members.flatMap(({ name, id }) => {
    const own = tasks
      .filter((task) => task.NodeID === id)
      .sort((a, b) => text(b.CreatedAt).localeCompare(text(a.CreatedAt)));
    const states = own.map((task) => member(task, "Status"));
    if (states[0]?.State === "running" && own[0]?.DesiredState === "running") return [];
    const error = states.map(({ Err }) => text(Err)).find((words) => words !== "");
    const state = text(states[0]?.State) || "not there";
    const tries = states.filter(({ State }) => State === "rejected" || State === "failed").length;
    return [{ node: name, cause: error ?? `the task is ${state}`, tries }];
  });
}
