// SPDX-License-Identifier: Apache-2.0
import type { NodeFacts } from "./facts";
import type { NodeOrder, SwarmOptions } from "./order";
import type { Problem } from "./problem";

/** Members prove who they are by certificates, which are good from an hour before they were made. */
const mostSeconds = 300;

/** Which machines cannot be members, each for all of its reasons. */
export function unfit(nodes: NodeOrder[], facts: Record<string, NodeFacts>, options: SwarmOptions): Problem[] {
  const all = nodes.flatMap((node) => {
    const own = facts[node.name];
    return own ? [{ node, own }] : [];
  });
  const usable = all.filter(({ own }) => own.unusable === "");
  const clock = middle([0, ...usable.map(({ own }) => own.ahead)]);
  return [
    ...all.flatMap(({ node, own }) =>
      own.unusable === ""
        ? []
        : [
            found(
              node,
              own.unusable,
              "install Docker Engine on it and start it; for hosts of ours, run pulumi up once more",
            ),
          ],
    ),
    ...usable.flatMap(({ node, own }) => [...ofEngine(node, own), ...ofMachine(node, own, own.ahead - clock, options)]),
    ...sameMachine(usable),
  ];
}

function found({ name }: NodeOrder, cause: string, fix: string): Problem {
  return { stage: "facts", nodes: [name], cause, fix };
}

function* ofEngine(node: NodeOrder, { liveRestore, firewall, state }: NodeFacts): Generator<Problem> {
  if (liveRestore)
    yield found(
      node,
      "its engine has live-restore on, which does not work with a swarm",
      "set docker.liveRestore to false for this host",
    );
  if (firewall.includes("nftables")) {
    const fix = 'take "firewall-backend" out of docker.daemonConfig, or set it to "iptables"';
    yield found(node, `its engine writes its firewall rules by ${firewall}, which does not work with a swarm`, fix);
  }
  if (state === "locked") {
    const fix = `run on ${node.name}: docker swarm unlock; it asks for the key, which is the output unlockKey`;
    yield found(node, "it is a manager that was restarted, and its part of the swarm is locked", fix);
  }
}

function* ofMachine(
  { name, privateAddress }: NodeOrder,
  { mtu, address, state }: NodeFacts,
  off: number,
  options: SwarmOptions,
): Generator<Problem> {
  const node = { name } as NodeOrder;
  if (mtu === 0)
    yield found(
      node,
      `none of its interfaces has the address ${privateAddress}`,
      "set privateAddress to one that ip -4 address shows on it",
    );
  else if (options.mtu > mtu)
    yield found(
      node,
      `its interface carries packets of ${mtu} bytes, and mtu is ${options.mtu}`,
      `set mtu to ${mtu} at most, or leave it out`,
    );
  if (state === "active" && address !== "" && address !== privateAddress) {
    const fix = `set privateAddress to "${address}", or let it leave and join anew: run docker swarm leave on it, and pulumi up`;
    yield found(node, `it is a member by the address ${address}, and privateAddress is ${privateAddress}`, fix);
  }
  if (Math.abs(off) <= mostSeconds) return;
  const cause = `its clock is ${words(Math.abs(off))} ${off > 0 ? "ahead of" : "behind"} the others, and members would refuse its certificate`;
  yield found(node, cause, `set its clock: systemctl enable --now chronyd && chronyc makestep`);
}

/** A copy of a disk, or one machine by two names. */
function sameMachine(all: { node: NodeOrder; own: NodeFacts }[]): Problem[] {
  const first = new Map<string, string>();
  return all.flatMap(({ node, own }) => {
    const other = first.get(own.nodeId);
    if (other === undefined) first.set(own.nodeId, node.name);
    if (own.nodeId === "" || other === undefined) return [];
    const fix = `give each machine once; a copy of a member's disk has to leave first: docker swarm leave --force on ${node.name}`;
    return [{ stage: "facts", nodes: [other, node.name], cause: `both are the member ${own.nodeId}`, fix }];
  });
}

/** Whose clock is wrong, no two clocks can say. This computer's is one of them. */
function middle(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function words(seconds: number): string {
  const units: [number, string][] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ];
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [1, "second"];
  const count = Math.round(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
