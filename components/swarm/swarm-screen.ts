// SPDX-License-Identifier: Apache-2.0
import { cut, labelled, usualWidth, wrapped } from "../health/failure-screen";
import { printable } from "../health/wrap";
import type { SwarmFailure } from "./report";

/** Names of members on the first line; more than these are counted. */
const mostNames = 6;

/** A swarm's failure on one screen, as a host's: what, where, why and what to do; then the log and commands that show more, never wrapped. */
export function swarmScreen(swarm: string, failure: SwarmFailure, width = usualWidth): string {
  const { stage, nodes, what, cause, fix, log, look } = failure;
  const where = [`stage ${stage}`, ...(nodes.length > 0 ? [namesOf(nodes)] : [])].join(", ");
  return [
    ...wrapped("✖ ", `${swarm}: ${what} (${where})`, width),
    ...(cause === "" ? [] : wrapped("  ", cause, width)),
    ...(fix === "" ? [] : wrapped("  fix: ", fix, width)),
    ...labelled(
      "  log: ",
      log.slice(0, 12).map((line) => cut(printable(line), width - "  log: ".length)),
    ),
    ...labelled("  look: ", look),
  ].join("\n");
}

function namesOf(nodes: string[]): string {
  const more = nodes.length - mostNames;
  return `${nodes.slice(0, mostNames).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
