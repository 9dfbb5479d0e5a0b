// SPDX-License-Identifier: Apache-2.0
import type { NodeOrder } from "./order";
import { SwarmError } from "./report";

/** A port of a member, as another one reaches it. */
export interface Way {
  from: NodeOrder;
  to: NodeOrder;
  protocol: string;
  port: string;
}

/** What the sender has seen instead of an answer, such as `no answer`. */
export interface Blocked extends Way {
  seen: string;
}

/** One failure of all that is blocked; `members`: of how many machines. */
export function blockedPorts(blocked: Blocked[], members: number): SwarmError {
  const [first] = blocked;
  const other = blocked.find(({ seen }) => seen.startsWith("another machine"));
  const ports = [...new Set(blocked.map(({ protocol, port }) => `${port}/${protocol}`))].sort();
  const nodes = [...new Set(blocked.flatMap(({ from, to }) => [from.name, to.name]))];
  const shown = other ?? first;
  return new SwarmError({
    stage: "ports",
    nodes,
    what: other ? "an address leads to another machine" : "the swarm's ports are blocked",
    cause: shown ? wordsOf(shown) : "",
    fix: other ? `correct privateAddress of ${other.to.name}; each member has its own` : opening(blocked, ports),
    log: linesOf(blocked, shown, members),
    look: nodes.length === 2 ? (shown?.to.look ?? []) : [],
  });
}

const wordsOf = ({ from, to, protocol, port, seen }: Blocked) =>
  `from ${from.name} to ${to.name} (${to.privateAddress}), ${port}/${protocol}: ${seen}`;

function opening(blocked: Blocked[], ports: string[]): string {
  const said = blocked.some(({ seen }) => /prohibited|no route|refused/.test(seen))
    ? "a firewall on the machine itself says no, such as firewalld: open them there. Otherwise, "
    : "";
  return (
    `open ${ports.join(", ")} between the members, in both directions: ${said}on AWS by rules of a security group of all ` +
    "members whose source is that group itself, on Google Cloud by a firewall rule from and to the members' tag, elsewhere in what filters between them"
  );
}

/** At most twelve lines: of many members, those of one port to one member become one line. */
function linesOf(blocked: Blocked[], shown: Blocked | undefined, members: number): string[] {
  if (blocked.length <= 13) return blocked.filter((one) => one !== shown).map(wordsOf);
  const groups = new Map<string, Blocked[]>();
  for (const one of blocked) {
    const key = `${one.to.name} ${one.port}/${one.protocol}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const lines = [...groups].map(([key, those]) => `to ${key}: from ${those.length} of ${members - 1} members`);
  return lines.length <= 12 ? lines : [...lines.slice(0, 11), `and ${lines.length - 11} more`];
}
