// SPDX-License-Identifier: Apache-2.0
// What has to be done so that a swarm is as it was ordered. Pure: facts and an order go in, steps or problems come out. Who is new
// joins first and who is old leaves last, so that at no time fewer managers answer than it takes.
import type { NodeFacts, SeenNode, SwarmFacts } from "./facts";
import { calledBy, isOurs, type LabelChange, labelChange } from "./members";
import type { Availability, NodeOrder, Role, SwarmOrder } from "./order";
import { type Lost, findSwarm } from "./present";
import { noQuorum, type Problem } from "./problem";
import { answering, hasQuorum, votersOf, wayOut } from "./quorum";
import { settledProblems } from "./settled";

/** Members of the order go by their names, those that leave by the swarm's ids. */
export type Step =
  | { do: "forget"; node: string }
  | { do: "init"; node: string }
  | { do: "ingress"; mtu: number }
  | { do: "join"; node: string; role: Role }
  | { do: "promote"; node: string }
  | { do: "update"; node: string; labels: LabelChange; availability?: Availability }
  | { do: "drain"; id: string; name: string; seconds: number }
  | { do: "demote"; id: string; name: string }
  | { do: "remove"; id: string; name: string };

export type Plan = { steps: Step[]; problems?: undefined } | { problems: Problem[]; steps?: undefined };

/** What is known when a plan is made. */
export interface Known {
  /** Of each member of the order, by name. */
  facts: Record<string, NodeFacts>;
  /** The swarm as managers see it that leave, and still answer. */
  old: SwarmFacts[];
  /** Managers of the last update that are not in the order and gave no answer, by name. */
  gone: string[];
  /** The MTU that overlays are to have. */
  mtu: number;
}

export function plan(order: SwarmOrder, known: Known): Plan {
  const found = findSwarm(order, known);
  if ("problems" in found) return found;
  const { swarm, lost } = found;
  if (!swarm) return { steps: anew(order, known, lost) };
  const problems = [...settledProblems(order, swarm), ...notDecided(order, swarm)];
  if (problems.length > 0) return { problems };
  return changes(order, known, swarm, lost);
}

/** Without leader the managers answer no question, so this is seen only while one of them is being lost. */
function notDecided({ nodes }: SwarmOrder, swarm: SwarmFacts): Problem[] {
  const voters = votersOf(swarm.nodes);
  if (hasQuorum(voters)) return [];
  const managers = nodes.filter(({ role }) => role === "manager").map(({ name }) => name);
  return [noQuorum(managers, `only ${answering(voters)} of its ${voters.size} managers answer`)];
}

/** The first manager makes the swarm. */
function anew({ nodes }: SwarmOrder, { mtu }: Known, lost: Lost[]): Step[] {
  const [first, ...others] = nodes;
  if (!first) return [];
  return [
    ...lost.map(({ name }): Step => ({ do: "forget", node: name })),
    { do: "init", node: first.name },
    ...(mtu === usualMtu ? [] : [{ do: "ingress", mtu } as const]),
    ...joins(others),
    ...nodes.flatMap((node) => updates(node, undefined)),
  ];
}

/** What the network of published ports has where nobody says otherwise. */
export const usualMtu = 1500;

function joins(nodes: NodeOrder[]): Step[] {
  const inTurn = [...nodes.filter(({ role }) => role === "manager"), ...nodes.filter(({ role }) => role === "worker")];
  return inTurn.map(({ name, role }) => ({ do: "join", node: name, role }));
}

function updates(node: NodeOrder, seen: SeenNode | undefined): Step[] {
  const labels = labelChange(node, seen?.labels ?? {});
  const isSame = (seen?.availability ?? "active") === node.availability;
  if (isSame && Object.keys(labels.set).length + labels.remove.length === 0) return [];
  return [{ do: "update", node: node.name, labels, ...(!isSame && { availability: node.availability }) }];
}

function changes({ nodes, limits }: SwarmOrder, { facts, mtu }: Known, swarm: SwarmFacts, lost: Lost[]): Plan {
  const seen = new Map<string, SeenNode>();
  for (const { name } of nodes) {
    const own = swarm.nodes.find(({ id }) => id === facts[name]?.nodeId);
    if (own) seen.set(name, own);
  }
  const joining = nodes.filter(({ name }) => !seen.has(name));
  const promoted = nodes.filter(({ name, role }) => role === "manager" && seen.get(name)?.role === "worker");
  const demoted = nodes.filter(({ name, role }) => role === "worker" && seen.get(name)?.role === "manager");
  const kept = new Set([...seen.values()].map(({ id }) => id));
  const old = swarm.nodes.filter((node) => isOurs(node) && !kept.has(node.id));

  const voters = votersOf(swarm.nodes);
  for (const { name } of [...joining.filter(({ role }) => role === "manager"), ...promoted])
    voters.set(seen.get(name)?.id ?? name, true);
  const nameOf = new Map([
    ...old.map((node) => [node.id, calledBy(node)] as const),
    ...demoted.map(({ name }) => [seen.get(name)?.id ?? "", name] as const),
  ]);
  const leaving = [...nameOf.keys()].filter((id) => voters.has(id));
  const way = wayOut(voters, leaving);
  if (!way) {
    const staying = answering(new Map([...voters].filter(([id]) => !leaving.includes(id))));
    const names = leaving.map((id) => nameOf.get(id) ?? id);
    return {
      problems: [noQuorum(names, `without them, only ${staying} of ${voters.size - leaving.length} managers answer`)],
    };
  }
  const isRemade = (swarm.ingressMtu || usualMtu) !== mtu && !swarm.hasServices;
  return {
    steps: [
      ...lost.map(({ name }): Step => ({ do: "forget", node: name })),
      ...(isRemade ? [{ do: "ingress", mtu } as const] : []),
      ...joins(joining.filter(({ role }) => role === "manager")),
      ...promoted.map(({ name }): Step => ({ do: "promote", node: name })),
      ...joins(joining.filter(({ role }) => role === "worker")),
      ...nodes.flatMap((node) => updates(node, seen.get(node.name))),
      ...old.map((node): Step => ({
        ...{ do: "drain", id: node.id, name: calledBy(node) },
        // Nobody moves the tasks of a machine that is gone: they have run elsewhere since.
        seconds: node.state === "ready" ? limits.drain : 0,
      })),
      ...way.map((id): Step => ({ do: "demote", id, name: nameOf.get(id) ?? id })),
      ...old.map((node): Step => ({ do: "remove", id: node.id, name: calledBy(node) })),
    ],
  };
}
