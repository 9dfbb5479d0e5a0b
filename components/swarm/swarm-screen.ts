// SPDX-License-Identifier: Apache-2.0
import { usualWidth } from "../health/failure-screen";
import { printable, wrap } from "../health/wrap";
import type { SwarmFailure } from "./report";

/** Names of members on the first line; more than these are counted. */
const mostNames = 6;

/** A swarm's failure on one screen, as a host's: what, where, why and what to do; then the log and commands that show more, never wrapped. */
export function swarmScreen(swarm: string, failure: SwarmFailure, width = usualWidth): string {
  const { stage, nodes, what, cause, fix, log, look } = failure;
  const where = [`stage ${stage}`, ...(nodes.length > 0 ? [namesOf(nodes)] : [])].join(", ");
  return [
    ...wrapped("✖ ", `${swarm}: ${what} (${where})`, width),
    ...wrapped("  ", cause, width),
    ...wrapped("  fix: ", fix, width),
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

const wrapped = (label: string, text: string, width: number) =>
  text === "" ? [] : labelled(label, wrap(cut(printable(text), 1000), width - label.length));

const labelled = (label: string, lines: string[]) =>
  lines.map((line, number) => `${number === 0 ? label : " ".repeat(label.length)}${line}`);

const cut = (line: string, width: number) => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);
