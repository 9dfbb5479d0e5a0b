// SPDX-License-Identifier: Apache-2.0
import { findCause } from "../health/causes/cause";
import { engineCauses } from "../health/causes/engine";
import { eachOnce, plainLines, tellingLines } from "../health/log-lines";
import { SshFailure } from "../ssh/failure";
import type { Answer } from "./ask";
import type { NodeOrder } from "./order";
import { SwarmError } from "./report";
import { swarmCauses } from "./swarm-causes";

const causes = [...swarmCauses, ...engineCauses];

/** What is wrong where a stage fails, and what to do about a cause that nobody knows. */
const stages: Record<string, { what: string; fix: string }> = {
  ssh: { what: "a member cannot be reached", fix: "look whether the machine runs and its connection is right" },
  arguments: { what: "the swarm cannot be as it is asked for", fix: "correct the arguments" },
  facts: { what: "a machine cannot be in this swarm", fix: "look at docker info and journalctl -u docker on it" },
  ports: { what: "the swarm's ports could not be looked at", fix: "look at python3 and at free memory on the machine" },
  quorum: { what: "the swarm would be lost", fix: "bring back managers that are away, or change fewer at once" },
  init: { what: "the swarm cannot be made", fix: "look at journalctl -u docker on it" },
  join: { what: "a machine cannot join", fix: "look at docker info and journalctl -u docker on it" },
  labels: { what: "a member cannot be described", fix: "look at docker node ls on a manager" },
  leave: { what: "an old member cannot be removed", fix: "look at docker node ls and docker node ps on a manager" },
  nodes: {
    what: "not all members are ready",
    fix: "look at docker node ls on a manager, at journalctl -u docker there",
  },
  versions: { what: "the members' engines differ too much", fix: "set docker.version to the same for all" },
  overlay: { what: "no network across the members can be made", fix: "look at journalctl -u docker on a manager" },
  service: { what: "a service does not run on all members", fix: "look at journalctl -u docker on that member" },
  mesh: {
    what: "a published port does not answer on all members",
    fix: "open 4789/udp (dataPathPort) and 7946/tcp+udp between the members; look at modprobe ip_vs and at net.ipv4.ip_forward",
  },
  dns: {
    what: "names of services are not found",
    fix: "open 7946/tcp and 7946/udp between the members: that is how they tell each other names",
  },
  traffic: {
    what: "containers do not reach each other across members",
    fix: "open the dataPathPort, 4789/udp where none was set, between the members",
  },
  removed: {
    what: "what the proof made is not all gone",
    fix: "remove it by docker service rm and docker network rm on a manager; the next pulumi up tries as well",
  },
};

/** What a stage's failure is called, and what to do where nothing better is known. */
export const stageOf = (stage: string) => stages[stage] ?? { what: `${stage} failed`, fix: "" };

/** What to do about a message of an engine, by its own words. */
export function fixFor(stage: string, lines: string[]): string {
  return findCause(causes, lines)?.fix ?? stageOf(stage).fix;
}

/** A member could not be asked, or what was done on it failed. */
export function explained(stage: string, node: NodeOrder, answer: Answer | SshFailure): SwarmError {
  const { name, look = [] } = node;
  const { what, fix } = stageOf(stage);
  const common = { stage, nodes: [name], what, look };
  if (answer instanceof SshFailure)
    return new SwarmError({ ...common, cause: `${name}: ${answer.message}`, fix: answer.hint || fix, log: [] });
  const lines = eachOnce(plainLines(withoutKeys(answer.stderr || answer.stdout).split("\n")));
  const known = findCause(causes, lines);
  const line = known?.line ?? tellingLines(lines).at(-1) ?? lines.at(-1) ?? ended(answer);
  return new SwarmError({
    ...common,
    cause: `${name}: ${line}`,
    fix: known?.fix ?? (isLate(answer) ? `${fix}; or the machine is slow: raise the limit total` : fix),
    log: tellingLines(lines.filter((one) => one !== line)),
  });
}

/** The status with which `timeout` ends, and those of its signals. */
const isLate = ({ status }: Answer) => status === undefined || [124, 137, 143].includes(status);

function ended(answer: Answer): string {
  if (isLate(answer)) return "no answer in time";
  return answer.status === 0 ? "an answer that cannot be read" : `ended with status ${answer.status}, and said nothing`;
}

/** Engines do not repeat tokens, as far as is known. */
export const withoutKeys = (text: string) => text.replace(/SWM(TKN|KEY)-[\w+/=-]+/g, "SWM$1-***");
