// SPDX-License-Identifier: Apache-2.0
// Members that are played: each script is recognised by its calls.
import type { AskMember } from "../../../components/swarm/ask";
import type { NodeFacts } from "../../../components/swarm/facts";
import type { NodeOrder, SwarmOrder } from "../../../components/swarm/order";
import { reconcile } from "../../../components/swarm/reconcile";
import type { SwarmReport } from "../../../components/swarm/report";
import { silence } from "../../../components/ssh/failure";
import { outside } from "./world";

export const token = "SWMTKN-1-secret";

/** The lines that guest/facts.sh prints. */
function lines(own: NodeFacts): string {
  const swarm = own.swarm && { ID: own.swarm.id, SubnetSize: 24, DataPathPort: 4789, Spec: {} };
  const nodes = own.swarm?.nodes.map(({ id, role, availability, state, labels, hostname, isReachable }) => ({
    ...{ ID: id, Spec: { Role: role, Availability: availability, Labels: labels }, Status: { State: state } },
    ...{ Description: { Hostname: hostname } },
    ...(role === "manager" && {
      ManagerStatus: { Reachability: isReachable ? "reachable" : "unknown", Addr: "10.0.0.11:2377" },
    }),
  }));
  const state = {
    NodeID: own.nodeId,
    NodeAddr: own.address,
    LocalNodeState: own.state,
    ControlAvailable: own.isManager,
  };
  return [
    `info ${JSON.stringify({ ServerVersion: own.engine, LiveRestoreEnabled: own.liveRestore, Swarm: state })}`,
    ...(swarm ? [`swarm ${JSON.stringify(swarm)}`, `nodes ${JSON.stringify(nodes)}`, "services []"] : []),
    `cluster ${own.clusterId}`,
    `mtu ${own.mtu}`,
    `routes ${own.routes.join(" ")}`,
    `clock ${Date.now() / 1000}`,
  ].join("\n");
}

export class Members {
  /** What was done, and by whom. */
  readonly done: string[] = [];
  readonly facts: Record<string, NodeFacts> = {};
  /** Members that give no answer, and calls that fail with these words. */
  readonly silent: string[] = [];
  readonly fails: Record<string, string> = {};
  readonly said: string[] = [];
  /** With which swarms were made. */
  readonly pools: string[] = [];
  private joined = 1;

  readonly ask: AskMember = (node, script) => {
    if (this.silent.includes(node.machineId)) return Promise.reject(silence("no answer", "start it"));
    const calls = /^main\(\) \{\n([^]*?)\n\}$/m.exec(script)?.[1] ?? "";
    if (calls === "facts") return this.answer(lines(this.facts[node.machineId] ?? outside));
    const shown = calls.replaceAll("'", "").split("\n");
    this.done.push(...shown.map((call) => `${node.name}: ${call}`));
    const failure = Object.entries(this.fails).find(([call]) => calls.includes(call))?.[1];
    if (failure !== undefined) return Promise.resolve({ status: 1, stdout: "", stderr: failure });
    if (calls === "tokens") return this.answer(`{"JoinTokens":{"Worker":"${token}-w","Manager":"${token}-m"}}`);
    if (calls === "unlock_key") return this.answer('{"UnlockKey":"SWMKEY-1-x"}');
    if (calls === "join_swarm") {
      const { JoinToken: given, RemoteAddrs: at } = JSON.parse(/^BODY='(.*)'$/m.exec(script)?.[1] ?? "{}") as Record<
        string,
        unknown
      >;
      this.done.push(`${node.name} joins with ${String(given)} by ${String(at)}`);
    }
    if (calls === "make_swarm") this.pools.push(/"DefaultAddrPool":(\[[^\]]*\])/.exec(script)?.[1] ?? "none");
    return this.answer(calls.endsWith("_swarm") ? `id new-${this.joined++}\n` : "");
  };

  private answer(stdout: string) {
    return Promise.resolve({ status: 0, stdout, stderr: "" });
  }

  run(ordered: SwarmOrder, old: NodeOrder[] = []) {
    const proof = (proved: SwarmOrder, manager: NodeOrder, ids: Record<string, string>) => {
      this.done.push(`${manager.name} proves ${JSON.stringify(ids)}, MTU ${proved.options.mtu}`);
      return Promise.resolve({ healthy: true } as SwarmReport);
    };
    const ports = (joining: NodeOrder[], others: NodeOrder[]) => {
      const names = (all: NodeOrder[]) => all.map(({ name }) => name).join(" ") || "nobody";
      this.done.push(`ports between ${names(joining)} and ${names(others)}`);
      return Promise.resolve();
    };
    const ask = { member: this.ask, old: this.ask };
    return reconcile(ordered, old, ask, (line) => this.said.push(line), { ports, proof });
  }
}

/** A manager of a swarm with these nodes. */
export function manager(
  id: string,
  nodes: { id: string; role?: "manager" | "worker"; name: string; state?: string }[],
): NodeFacts {
  const seen = nodes.map(({ id: own, role = "manager", name, state = "ready" }) => ({
    ...{
      id: own,
      hostname: name,
      role,
      availability: "active" as const,
      state,
      labels: { "pulumi-docker-host.name": name },
    },
    ...{
      isReachable: role === "manager" && state === "ready",
      votes: role === "manager",
      isLeader: false,
      managerAddress: "",
    },
  }));
  const swarm = {
    id: "c1",
    addressPool: [],
    subnetSize: 24,
    dataPathPort: 4789,
    autolock: false,
    nodes: seen,
    ingressMtu: 0,
    hasServices: false,
  };
  return { ...outside, state: "active", nodeId: id, clusterId: "c1", isManager: true, swarm };
}
