// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-outputs";
import type { Target } from "../components/platforms";
import type { DockerSwarmArgs, SwarmHost } from "../components/swarm";
import { outputsOf } from "./outputs";
import type { Settings } from "./settings";
import type { Member } from "./swarm-settings";

// Only a stack with a swarm loads it; a dynamic import() would bypass Pulumi's ts-node.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const component = () => require("../components/swarm") as typeof import("../components/swarm");

/** Makes the hosts, the network between them where a cloud needs one, and the swarm. */
export function swarmOf(
  { members, options, network }: NonNullable<Settings["swarm"]>,
  { target, protect, recheck }: Settings,
  create: (member: Member) => DockerHostOutputs,
) {
  const args = opened(target, network, protect);
  const { DockerSwarm, swarmNode } = component();
  const hosts = members.map((member) => ({
    member,
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- each target makes a component
    host: create({ ...member, args: { ...member.args, ...args } }) as DockerHostOutputs & SwarmHost,
  }));
  const nodes = (role: Member["role"]) =>
    hosts.filter(({ member }) => member.role === role).map(({ member, host }) => swarmNode(host, member.node));
  const swarm = new DockerSwarm("swarm", {
    ...(options as Partial<DockerSwarmArgs>),
    managers: nodes("managers"),
    workers: nodes("workers"),
    triggers: [recheck],
  });
  const { dockerHost, clusterId, unlockKey, nodes: seen, health } = swarm;
  const ofHosts = Object.fromEntries(hosts.map(({ member, host }) => [member.name, outputsOf(host)]));
  return { dockerHost, clusterId, nodes: seen, unlockKey, health: pulumi.secret(health), hosts: ofHosts };
}

/** What each host gets, so that the members reach one another. */
function opened(target: Target, network: Record<string, unknown>, protect: boolean) {
  return target.swarmNetwork?.create("swarm-network", network, { protect }) ?? {};
}
