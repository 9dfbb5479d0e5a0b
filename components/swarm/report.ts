// SPDX-License-Identifier: Apache-2.0
import type { ProbeResult } from "../health/report";
import type { Availability, Role } from "./order";

/** A member, as the swarm sees it. */
export interface SwarmNode {
  /** By which the arguments call it. */
  name: string;
  /** By which the swarm calls it. */
  id: string;
  role: Role;
  /** Its address between the members. */
  address: string;
  /** `ready`, where it is proved. */
  state: string;
  availability: Availability;
  /** The version of its engine. */
  engine: string;
  /** Of the managers, the one that leads. */
  leader: boolean;
}

/** What was seen of a swarm. It holds no secrets. */
export interface SwarmReport {
  /** Of this form; a change that breaks readers makes it 2. */
  version: number;
  /** The component's name. */
  swarm: string;
  /** By which the swarm knows itself; empty where there is none. */
  id: string;
  /** Every probe passed. */
  healthy: boolean;
  nodes: SwarmNode[];
  /** In the order in which they ran; `detail` names the members of which it speaks. */
  probes: ProbeResult[];
  seconds: number;
}

/** Why there is no swarm that works. */
export interface SwarmFailure {
  /** `arguments`, `ssh`, `facts`, `ports`, `quorum`, `init`, `join`, `labels`, `leave`, or the probe that failed. */
  stage: string;
  /** The members of which it speaks, by name. */
  nodes: string[];
  /** In a few words, such as `the swarm's ports are blocked`. */
  what: string;
  /** One line, in the words of the program that failed. */
  cause: string;
  /** What to do about this cause. */
  fix: string;
  /** What the log says, at most twelve lines. */
  log: string[];
  /** Commands that show more, to be pasted as they are. */
  look: string[];
}

/** Ends the command with a screen for people. */
export class SwarmError extends Error {
  constructor(readonly failure: SwarmFailure) {
    super(`${failure.what}: ${failure.cause}`);
  }
}
