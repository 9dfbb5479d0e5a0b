// SPDX-License-Identifier: Apache-2.0
// Whether the ports of a swarm are open between its machines, before one of them joins. A small listener answers on those that are free;
// the others send. Where an engine listens already, it is enough that it takes connections.
import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import type { AskMember } from "./ask";
import { asked } from "./asked";
import { managerPort } from "./bodies";
import { type Blocked, blockedPorts, type Way } from "./blocked-ports";
import { memberScript } from "./member-script";
import type { NodeOrder, SwarmOptions } from "./order";
import { sideBySide } from "./side-by-side";

/** What a machine that was asked to listen has said, by port such as `tcp/7946`. */
type Listening = ReadonlyMap<string, "listening" | "taken">;

/**
 * Looks at each way of which one end is a joining machine. Nothing is left running.
 *
 * @throws SwarmError of stage `ports`, with all that is blocked
 */
export async function openPorts(
  joining: NodeOrder[],
  others: NodeOrder[],
  options: SwarmOptions,
  ask: AskMember,
): Promise<void> {
  const all = [...joining, ...others];
  if (joining.length === 0 || all.length < 2) return;
  const word = `docker-host-ports-${randomBytes(6).toString("hex")}`;
  // Ten machines at a time, each of which may need a while to be reached.
  const life = 120 + 12 * all.length;
  try {
    const listening = new Map<NodeOrder, Listening>();
    await sideBySide(all, async (node) => {
      const told = { LIFE: String(life), ADDRESS: node.privateAddress, WORD: word, WANTED: portsOf(node, options) };
      listening.set(node, readListening(await said(ask, node, told, "start_listener")));
    });
    const results = await sideBySide(all, async (from) => {
      const targets = all
        .filter((to) => to !== from && (joining.includes(from) || joining.includes(to)))
        .flatMap((to) => targetsAt(to, all.indexOf(to), listening.get(to), joining.includes(to), word));
      if (targets.length === 0) return [];
      return readWays(from, all, await said(ask, from, { TARGETS: targets.join("\n") }, "send_all"));
    });
    const blocked = results.flat();
    if (blocked.length > 0) throw blockedPorts(blocked, all.length);
  } finally {
    // Whoever cannot be asked any more has a listener that ends by itself.
    await sideBySide(all, (node) => said(ask, node, { ADDRESS: node.privateAddress }, "end_listeners").catch(() => ""));
  }
}

/** Managers are asked by all members on 2377, workers by none. */
function portsOf({ role }: NodeOrder, { dataPathPort }: SwarmOptions): string[] {
  return [...(role === "manager" ? [`tcp/${managerPort}`] : []), "tcp/7946", "udp/7946", `udp/${dataPathPort}`];
}

/** A machine without Python cannot be looked at; the proof of the swarm will show what is blocked. */
function targetsAt(
  { privateAddress }: NodeOrder,
  place: number,
  listening: Listening | undefined,
  isJoining: boolean,
  word: string,
): string[] {
  return [...(listening ?? [])].flatMap(([port, state]) => {
    const [protocol = "", number = ""] = port.split("/");
    // Of datagrams to an engine, nobody can say whether they have arrived; and what else has a joining machine's port, its join will say.
    if (state === "taken" && (protocol === "udp" || isJoining)) return [];
    return [`${place} ${privateAddress} ${protocol} ${number} ${state === "listening" ? word : ""}`];
  });
}

const portsPy = ownText(join(__dirname, "guest", "ports.py"));

async function said(ask: AskMember, node: NodeOrder, told: Record<string, string | string[]>, call: string) {
  const script = memberScript("ports.sh", { ...told, PORTS_PY: portsPy }, [call]);
  return (await asked(ask, node, "ports", script, 120)).stdout;
}

function readListening(stdout: string): Listening {
  return new Map(
    [...stdout.matchAll(/^(listening|taken) (tcp|udp) (\d+)$/gm)].map(([, state, protocol, port]) => [
      `${protocol}/${port}`,
      state as "listening" | "taken",
    ]),
  );
}

/** Those that are not open. */
function readWays(from: Way["from"], all: NodeOrder[], stdout: string): Blocked[] {
  return stdout.split("\n").flatMap((line) => {
    const [, place, protocol = "", port = "", seen = ""] = /^(\d+) (tcp|udp) (\d+) (.*)$/.exec(line) ?? [];
    const to = all[Number(place)];
    return to && seen !== "open" ? [{ from, to, protocol, port, seen }] : [];
  });
}
