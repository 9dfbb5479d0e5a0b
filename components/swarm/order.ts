// SPDX-License-Identifier: Apache-2.0
import type { Connection } from "../ssh/connection";

/** How many tasks a node takes: `active` all, `pause` no new ones, `drain` none at all. */
export const Availability = { Active: "active", Pause: "pause", Drain: "drain" } as const;
export type Availability = (typeof Availability)[keyof typeof Availability];
/** A manager holds the swarm's state, and runs tasks like a worker. */
export const Role = { Manager: "manager", Worker: "worker" } as const;
export type Role = (typeof Role)[keyof typeof Role];

/** A machine that is to be a member, with all that is known of it. */
export interface NodeOrder {
  /** By which messages and outputs call it, unlike all others. */
  name: string;
  role: Role;
  connection: Connection;
  /** The address by which the other members reach it. */
  privateAddress: string;
  /** Another one where the machine is another one. */
  machineId: string;
  labels: Record<string, string>;
  availability: Availability;
  /** Commands with which a person looks at the machine. */
  look?: string[] | undefined;
}

/** What the command of a swarm is told, as JSON on its stdin: it holds keys. */
export interface SwarmOrder {
  /** The component's name, for messages. */
  swarm: string;
  /** The stack's name, for commands in messages. */
  stack: string;
  /** By which Pulumi calls the swarm's command, for commands in messages. */
  urn?: string | undefined;
  /** Managers first. */
  nodes: NodeOrder[];
  options: SwarmOptions;
  /** Seconds. */
  limits: SwarmLimits;
  /** Only compared with those of the last update. */
  triggers?: string[] | undefined;
}

/** Settled when the swarm is made. A change of one makes another swarm, which is refused while this one lives. */
export interface SwarmOptions {
  /** From which networks of the swarm are taken, as CIDRs. Empty: where no member has a network; see address-pool.ts. */
  addressPool: string[];
  /** Bits of each of these networks. */
  subnetSize: number;
  /** The UDP port of VXLAN. */
  dataPathPort: number;
  /** Bytes of a packet that the network between the members carries; overlays get it from here. 0: as the interface has it. */
  mtu: number;
  /** Managers that were restarted have to be unlocked. */
  autolock: boolean;
}

export interface SwarmLimits {
  /** Until each member accepts a login. */
  ssh: number;
  /** Until an old member's tasks are elsewhere. */
  drain: number;
  /** For everything. */
  total: number;
}

export const defaultLimits: SwarmLimits = { ssh: 300, drain: 120, total: 900 };
export const defaultOptions: SwarmOptions = {
  addressPool: [],
  subnetSize: 24,
  dataPathPort: 4789,
  mtu: 0,
  autolock: false,
};
