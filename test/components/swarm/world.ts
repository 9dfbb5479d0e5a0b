// SPDX-License-Identifier: Apache-2.0
// Machines and the swarm in which they are, as a plan sees them, and what its steps do to them.
import type { NodeFacts, SeenNode, SwarmFacts } from "../../../components/swarm/facts";
import {
  type Availability,
  defaultLimits,
  defaultOptions,
  type NodeOrder,
  type Role,
  type SwarmOrder,
} from "../../../components/swarm/order";
import type { Known, Step } from "../../../components/swarm/plan";
import { hasQuorum, votersOf } from "../../../components/swarm/quorum";

export function member(name: string, role: Role, more: Partial<NodeOrder> = {}): NodeOrder {
  const privateAddress = `10.0.0.${Number(/\d+/.exec(name)?.[0] ?? 0) + 10}`;
  const connection = { host: privateAddress };
  return { name, role, connection, privateAddress, machineId: name, labels: {}, availability: "active", ...more };
}

/** Managers are called m1, m2 ..., workers w1, w2 ... */
export function order(nodes: (string | NodeOrder)[], more: Partial<SwarmOrder> = {}): SwarmOrder {
  const all = nodes.map((node) =>
    typeof node === "string" ? member(node, node.startsWith("m") ? "manager" : "worker") : node,
  );
  const inTurn = [...all.filter(({ role }) => role === "manager"), ...all.filter(({ role }) => role === "worker")];
  return {
    swarm: "web",
    stack: "dev",
    urn: "URN",
    nodes: inTurn,
    options: defaultOptions,
    limits: defaultLimits,
    ...more,
  };
}

export const outside: NodeFacts = {
  ...{ unusable: "", state: "inactive", error: "", nodeId: "", clusterId: "", address: "", isManager: false },
  ...{ engine: "28.5.2", liveRestore: false, firewall: "iptables", mtu: 1500, routes: [], ahead: 0 },
};

export class World {
  /** The id of each machine that believes to be a member, by the machine's name. */
  readonly ids = new Map<string, string>();
  nodes: SeenNode[] = [];
  /** After each step, whether enough managers answered. */
  readonly decided: boolean[] = [];
  ingressMtu = 0;
  private made = 0;

  constructor(readonly id = "cluster") {}

  /** What is known of the machines of an order. */
  known({ nodes }: SwarmOrder, more: Partial<Known> = {}): Known {
    return {
      facts: Object.fromEntries(nodes.map(({ name }) => [name, this.facts(name)])),
      old: [],
      gone: [],
      mtu: 1500,
      ...more,
    };
  }

  facts(name: string): NodeFacts {
    const nodeId = this.ids.get(name);
    if (nodeId === undefined) return outside;
    const own = this.nodes.find(({ id }) => id === nodeId);
    const isManager = own?.votes === true;
    const sees = isManager && own.isReachable && hasQuorum(votersOf(this.nodes));
    return {
      ...outside,
      state: "active",
      nodeId,
      clusterId: this.id,
      isManager,
      swarm: sees ? this.view() : undefined,
    };
  }

  view(): SwarmFacts {
    const { addressPool, subnetSize, dataPathPort, autolock } = defaultOptions;
    const nodes = this.nodes.map((node) => ({ ...node, labels: { ...node.labels } }));
    return {
      id: this.id,
      addressPool,
      subnetSize,
      dataPathPort,
      autolock,
      nodes,
      ingressMtu: this.ingressMtu,
      hasServices: false,
    };
  }

  /** The member of a machine, which must be one. */
  node(name: string): SeenNode {
    const node = this.nodes.find(({ id }) => id === this.ids.get(name));
    if (!node) throw new Error(`${name} is no member`);
    return node;
  }

  /** The machine is another one, and what it was a moment ago has gone without a word. */
  replace(name: string): void {
    Object.assign(this.node(name), { state: "down", isReachable: false });
    this.ids.delete(name);
  }

  apply(steps: Step[], { nodes }: SwarmOrder): this {
    for (const step of steps) {
      this.do(step, nodes);
      this.decided.push(hasQuorum(votersOf(this.nodes)));
    }
    return this;
  }

  private do(step: Step, nodes: NodeOrder[]): void {
    const ordered = "node" in step ? nodes.find(({ name }) => name === step.node) : undefined;
    const byId = "id" in step ? this.nodes.find(({ id }) => id === step.id) : undefined;
    switch (step.do) {
      case "forget":
        this.ids.delete(step.node);
        return;
      case "init":
        this.enter(step.node, "manager", "active");
        return;
      case "join":
        this.enter(step.node, step.role, ordered?.availability ?? "active");
        return;
      case "ingress":
        this.ingressMtu = step.mtu;
        return;
      case "promote":
        Object.assign(this.node(step.node), { role: "manager", votes: true, isReachable: true });
        return;
      case "update": {
        const node = this.node(step.node);
        const left = Object.entries(node.labels).filter(([key]) => !step.labels.remove.includes(key));
        node.labels = { ...Object.fromEntries(left), ...step.labels.set };
        node.availability = step.availability ?? node.availability;
        return;
      }
      case "drain":
        if (byId) byId.availability = "drain";
        return;
      case "demote":
        if (byId) Object.assign(byId, { role: "worker", votes: false, isReachable: false });
        return;
      case "remove":
        if (byId?.votes) throw new Error("a manager has to be demoted first");
        this.nodes = this.nodes.filter((node) => node !== byId);
    }
  }

  private enter(name: string, role: Role, availability: Availability): void {
    if (this.ids.has(name)) throw new Error(`${name} is part of a swarm already`);
    const id = `id-${++this.made}`;
    this.ids.set(name, id);
    const isManager = role === "manager";
    this.nodes.push({
      ...{ id, hostname: name, role, availability, state: "ready", labels: {} },
      ...{ isReachable: isManager, votes: isManager, isLeader: this.nodes.length === 0, managerAddress: "" },
    });
  }
}
