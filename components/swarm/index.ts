// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/swarm`: hosts into one swarm, and what reads its report.
export { DockerSwarm } from "./docker-swarm";
export { Availability, Role } from "./order";
export type { SwarmNode, SwarmReport } from "./report";
export type { DockerSwarmArgs, SwarmLimitsArgs, SwarmNodeArgs } from "./swarm-args";
export { swarmDocker, type SwarmDockerArgs } from "./swarm-docker";
export { type SwarmHost, swarmNode, type SwarmNodeOptions } from "./swarm-node";
