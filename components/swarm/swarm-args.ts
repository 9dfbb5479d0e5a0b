// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { HealthConnectionArgs } from "../health/health-args";
import type { Availability } from "./order";

/** A machine that is to be a member. Of a host of ours, `swarmNode(host)` makes it. */
export interface SwarmNodeArgs {
  /** By which messages and outputs call it, unlike all others. Another name is only another label. */
  name: pulumi.Input<string>;
  /** How to reach it; its user is root or may use sudo without a password. Nothing is done to it before this is known. */
  connection: pulumi.Input<HealthConnectionArgs>;
  /**
   * The IPv4 address by which the other members reach it. It is settled when the machine joins: another one on the same machine is refused.
   *
   * @example "10.0.0.11"
   */
  privateAddress: pulumi.Input<string>;
  /** Another one where the machine is another one. @default - host and port of `connection` */
  machineId?: pulumi.Input<string>;
  /** For placement constraints, as in `node.labels.disk == ssd`. Labels that others have set stay. @default - none */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** How many tasks it takes: `active` all, `pause` no new ones, `drain` none at all. @default "active" */
  availability?: pulumi.Input<Availability>;
  /** For `DOCKER_HOST`. @default - `ssh://user@host:port`, of `connection`, and secret where that is */
  dockerHost?: pulumi.Input<string>;
  /** Commands with which a person looks at the machine, for failures. @default - `ssh`, where `connection` is direct */
  look?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The machine is deleted before the one that takes its place is made. A preview then refuses to replace as many managers at
   * once as it takes to lose the swarm. @default false
   */
  deletedFirst?: pulumi.Input<boolean>;
}

/** Seconds that each stage may take. */
export interface SwarmLimitsArgs {
  /** Until each member accepts a login. @default 300 */
  ssh?: number;
  /** Until the tasks of a member that leaves are elsewhere; then it leaves with what still runs. @default 120 */
  drain?: number;
  /** For everything, the proof included. @default 900 */
  total?: number;
}

export interface DockerSwarmArgs {
  /**
   * 1, 3, 5 or 7 machines that hold the swarm's state; more than half of them have to live. Those that are new join, those that are no longer here
   * leave, one after the other.
   */
  managers: pulumi.Input<pulumi.Input<SwarmNodeArgs>[]>;
  /** Machines that only run tasks. Those that are no longer here are drained, and leave. @default - none */
  workers?: pulumi.Input<pulumi.Input<SwarmNodeArgs>[]>;
  /**
   * Where the swarm's networks take their addresses, as IPv4 networks. Settled when the swarm is made; a change is refused.
   *
   * @default - Docker's own, 10.0.0.0/8, or the largest part of it in which no machine has a network
   * @example ["10.200.0.0/16"]
   */
  addressPool?: pulumi.Input<pulumi.Input<string>[]>;
  /** Bits of each of these networks. Settled when the swarm is made; a change is refused. @default 24 */
  subnetSize?: pulumi.Input<number>;
  /** The UDP port between members on which their networks are. Settled when the swarm is made; a change is refused. @default 4789 */
  dataPathPort?: pulumi.Input<number>;
  /** Bytes of a packet that the network between the members carries. @default - as their interfaces have it, the least of them */
  mtu?: pulumi.Input<number>;
  /**
   * Managers that were restarted have to be unlocked with the output `unlockKey`. A change on a swarm that lives is refused, with the command that makes it.
   *
   * @default false
   */
  autolock?: pulumi.Input<boolean>;
  /** Seconds that each stage may take. @default - see each limit */
  limits?: SwarmLimitsArgs;
  /** The swarm is looked at and proved again whenever one of these changes. @default - when an argument or a machine changes */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}
