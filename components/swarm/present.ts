// SPDX-License-Identifier: Apache-2.0
// Which swarm the machines are in already, if any.
import type { NodeFacts, SwarmFacts } from "./facts";
import type { NodeOrder, SwarmOrder } from "./order";
import type { Known } from "./plan";
import { noQuorum, type Problem } from "./problem";
import { another } from "./settled";

/** A machine that believes to be in the swarm, which has forgotten it. */
export interface Lost {
  name: string;
}

/** `swarm` is absent where there is none, and one is to be made. */
export type Found = { swarm: SwarmFacts | undefined; lost: Lost[] } | { problems: Problem[] };

export function findSwarm(order: SwarmOrder, { facts, old, gone }: Known): Found {
  const members = order.nodes.map((node) => ({ node, own: facts[node.name] })).filter(isAnswered);
  const seen = [...members.flatMap(({ own }) => own.swarm ?? []), ...old];
  const [swarm] = seen;
  const inOne = members.filter(({ own }) => own.state !== "inactive");
  if (swarm) {
    const ids = new Set(swarm.nodes.map(({ id }) => id));
    const others = inOne.filter(({ own }) => !ids.has(own.nodeId));
    const lost = others.filter(({ own }) => own.clusterId === swarm.id || own.clusterId === "");
    const problems = others.filter((one) => !lost.includes(one)).map(({ node, own }) => elsewhere(node, own, swarm));
    return problems.length > 0 ? { problems } : { swarm, lost: lost.map(({ node }) => ({ name: node.name })) };
  }
  // One that failed to join, or to make a swarm, has no certificate of one.
  const [failed, left] = [
    inOne.filter(({ own }) => own.clusterId === ""),
    inOne.filter(({ own }) => own.clusterId !== ""),
  ];
  if (left.length > 0) return { problems: [headless(order, left)] };
  if (gone.length > 0) return { problems: [goneWithItsManagers(order, gone)] };
  return { swarm: undefined, lost: failed.map(({ node }) => ({ name: node.name })) };
}

interface Member {
  node: NodeOrder;
  own: NodeFacts;
}
const isAnswered = (one: { node: NodeOrder; own: NodeFacts | undefined }): one is Member => one.own !== undefined;

function elsewhere({ name }: NodeOrder, { clusterId }: NodeFacts, swarm: SwarmFacts): Problem {
  return {
    stage: "facts",
    nodes: [name],
    cause: `it is in another swarm, ${clusterId}, and this one is ${swarm.id}`,
    fix: `if that swarm can do without it, run on ${name}: docker swarm leave --force; otherwise take it out of the arguments`,
  };
}

function headless({ urn }: SwarmOrder, left: Member[]): Problem {
  const names = left.map(({ node }) => node.name);
  const why = left.map(({ own }) => own.error).find((error) => error !== "");
  const problem = noQuorum(
    names,
    `those of swarm ${left[0]?.own.clusterId} give these members no answer${why ? `: ${why}` : ""}`,
  );
  return {
    ...problem,
    fix: `bring its managers back; if they are lost for good, make another swarm, which loses its services: ${another(urn)}`,
  };
}

function goneWithItsManagers({ urn }: SwarmOrder, gone: string[]): Problem {
  return {
    ...noQuorum(gone, "none of those that the swarm had is here any more, or answers"),
    fix: `bring one of them back; if they are lost for good, make another swarm, which loses its services: ${another(urn)}`,
  };
}
