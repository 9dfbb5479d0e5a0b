// SPDX-License-Identifier: Apache-2.0
import { isMap } from "../../cloud-init/validate/kind";
import { member, parsed, type Plain, text } from "./engine-answer";
import { memberScript } from "./member-script";
import type { Availability, NodeOrder, Role } from "./order";

/** What a machine says of itself before anything is done. */
export interface NodeFacts {
  /** Why it has no engine that could be a member; empty where it has one. */
  unusable: string;
  state: "inactive" | "pending" | "active" | "error" | "locked";
  /** What the engine says is wrong with its membership. */
  error: string;
  /** By which its swarm calls it; empty outside of one. */
  nodeId: string;
  /** Of its swarm; empty outside of one. */
  clusterId: string;
  /** By which the other members reach it; empty outside of a swarm. */
  address: string;
  isManager: boolean;
  engine: string;
  liveRestore: boolean;
  /** What writes the engine's firewall rules, such as `iptables`; empty where the engine does not say. */
  firewall: string;
  /** Of the interface that has the private address; 0 where none has it. */
  mtu: number;
  /** Networks to which it knows a way, beside the default one, as CIDRs. */
  routes: string[];
  /** Seconds by which its clock is ahead of this computer's. */
  ahead: number;
  /** The swarm, where it is a manager whom the others follow. */
  swarm?: SwarmFacts | undefined;
}

/** A swarm as one of its managers sees it. */
export interface SwarmFacts {
  id: string;
  addressPool: string[];
  subnetSize: number;
  dataPathPort: number;
  autolock: boolean;
  nodes: SeenNode[];
  /** MTU of the network of published ports; 0 where it has the engine's own, 1500. */
  ingressMtu: number;
  hasServices: boolean;
}

export interface SeenNode {
  id: string;
  hostname: string;
  role: Role;
  availability: Availability;
  /** `ready`, `down`, `disconnected` or `unknown`. */
  state: string;
  labels: Record<string, string>;
  /** It takes part in the managers' votes, and answers them. */
  isReachable: boolean;
  /** It takes part in the managers' votes, maybe only until its demotion is through. */
  votes: boolean;
  isLeader: boolean;
  /** Where managers listen; empty for workers. */
  managerAddress: string;
}

/** `patience`: seconds for an engine that has just started to find its managers. */
export function factsScript(node: Pick<NodeOrder, "privateAddress">, patience = 45): string {
  return memberScript("facts.sh", { ADDRESS: node.privateAddress, PATIENCE: String(patience) }, ["facts"]);
}

/** @param arrived when the output was here, in seconds since 1970 */
export function readFacts(stdout: string, arrived: number): NodeFacts {
  const lines = new Map(
    stdout.split("\n").map((line) => [line.split(" ", 1)[0] ?? "", line.slice(line.indexOf(" ") + 1)]),
  );
  const read = (name: string): Plain => {
    const value = parsed(lines.get(name));
    return isMap(value) ? value : {};
  };
  const info = read("info");
  const own = member(info, "Swarm");
  const clusterId = text(member(own, "Cluster").ID) || (lines.get("cluster") ?? "");
  const state = text(own.LocalNodeState) as NodeFacts["state"];
  const unusable =
    lines.get("none") ?? (text(info.ServerVersion) === "" ? "its engine gives no answer that can be read" : "");
  const clock = Number(lines.get("clock"));
  return {
    unusable,
    state: ["pending", "active", "error", "locked"].includes(state) ? state : "inactive",
    error: text(own.Error),
    nodeId: text(own.NodeID),
    clusterId: text(own.NodeID) === "" && state !== "error" ? "" : clusterId,
    address: text(own.NodeAddr),
    isManager: own.ControlAvailable === true,
    engine: text(info.ServerVersion),
    liveRestore: info.LiveRestoreEnabled === true,
    firewall: text(member(info, "FirewallBackend").Driver),
    mtu: Number(lines.get("mtu")) || 0,
    routes: (lines.get("routes") ?? "").split(" ").filter((route) => route !== ""),
    ahead: clock > 0 ? clock - arrived : 0,
    swarm: swarmFacts(read("swarm"), lines, read),
  };
}

function swarmFacts(swarm: Plain, lines: Map<string, string>, read: (name: string) => Plain): SwarmFacts | undefined {
  const nodes = parsed(lines.get("nodes"));
  // A manager without a leader answers with an error.
  if (text(swarm.ID) === "" || !Array.isArray(nodes) || nodes.length === 0) return undefined;
  const pool = Array.isArray(swarm.DefaultAddrPool) ? swarm.DefaultAddrPool.map(text) : [];
  return {
    id: text(swarm.ID),
    addressPool: pool,
    subnetSize: Number(swarm.SubnetSize) || 24,
    dataPathPort: Number(swarm.DataPathPort) || 4789,
    autolock: member(member(swarm, "Spec"), "EncryptionConfig").AutoLockManagers === true,
    nodes: nodes.filter(isMap).map(seenNode),
    ingressMtu: Number(member(read("ingress"), "Options")["com.docker.network.driver.mtu"]) || 0,
    hasServices: (lines.get("services") ?? "").startsWith("[{"),
  };
}

function seenNode(node: Plain): SeenNode {
  const [spec, status, manager] = ["Spec", "Status", "ManagerStatus"].map((name) => member(node, name)) as [
    Plain,
    Plain,
    Plain,
  ];
  const role = text(spec.Role) === "manager" ? "manager" : "worker";
  return {
    id: text(node.ID),
    hostname: text(member(node, "Description").Hostname),
    role,
    availability: text(spec.Availability) as Availability,
    state: text(status.State),
    labels: Object.fromEntries(Object.entries(member(spec, "Labels")).map(([key, value]) => [key, text(value)])),
    isReachable: text(manager.Reachability) === "reachable",
    votes: isMap(node.ManagerStatus) || role === "manager",
    isLeader: manager.Leader === true,
    managerAddress: text(manager.Addr),
  };
}
