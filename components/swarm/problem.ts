// SPDX-License-Identifier: Apache-2.0
import { stageOf } from "./explain";
import { SwarmError } from "./report";

/** What is found before anything was touched. */
export interface Problem {
  /** `arguments`, `facts` or `quorum`. */
  stage: string;
  /** The members of which it speaks. */
  nodes: string[];
  cause: string;
  fix: string;
}

/** One failure of all problems: the first in full, the others below it. */
export function allOf(problems: Problem[], look: string[] = []): SwarmError {
  const [first, ...others] = problems;
  const nodes = [...new Set(problems.flatMap((problem) => problem.nodes))];
  return new SwarmError({
    stage: first?.stage ?? "facts",
    nodes,
    what:
      first?.stage === "quorum"
        ? stageOf("quorum").what
        : `${nodes.length === 1 ? "a machine" : "machines"} cannot be in this swarm`,
    cause: first ? said(first) : "",
    fix: first?.fix ?? "",
    log: others.flatMap((problem) => [said(problem), `  fix: ${problem.fix}`]).slice(0, 12),
    look,
  });
}

/** What explains the answer of one machine names it already. */
const said = ({ nodes, cause }: Problem) =>
  nodes.length > 0 && !cause.startsWith(`${nodes[0]}: `) ? `${nodes.join(", ")}: ${cause}` : cause;

export function noQuorum(nodes: string[], why: string): Problem {
  const fix =
    "bring managers back that do not answer (docker node ls shows them), or change fewer at once; nothing was touched";
  return { stage: "quorum", nodes, cause: `more than half of a swarm's managers have to answer, and ${why}`, fix };
}
