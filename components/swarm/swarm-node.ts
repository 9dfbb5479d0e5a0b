// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { lookLines } from "../health/access";
import { isDeletedFirst } from "../deleted-first";
import type { DockerHostOutputs } from "../docker-host-outputs";
import type { SwarmNodeArgs } from "./swarm-args";

/** A host of ours, of any platform. */
export type SwarmHost = pulumi.ComponentResource &
  Pick<DockerHostOutputs, "connection" | "proxyCommand" | "machineId" | "dockerHost"> & {
    /** By which the other machines of its network reach it. */
    privateAddress: pulumi.Output<string>;
  };

/** What a host is to be in the swarm, beside a member. */
export type SwarmNodeOptions = Pick<SwarmNodeArgs, "labels" | "availability"> &
  Partial<Pick<SwarmNodeArgs, "name" | "privateAddress">>;

/**
 * A host of ours as a member of a {@link DockerSwarm}, by its own name. Nothing is done to it before its health check has passed.
 *
 * ```ts
 * const swarm = new DockerSwarm("web", { managers: [swarmNode(host, { labels: { disk: "ssd" } })] });
 * ```
 */
export function swarmNode(host: SwarmHost, options: SwarmNodeOptions = {}): SwarmNodeArgs {
  const name = pulumi.output(host.urn).apply((urn) => urn.slice(urn.lastIndexOf("::") + 2));
  const way = pulumi.all([host.connection, host.proxyCommand]);
  return {
    name,
    // It resolves when the check has passed.
    connection: way.apply(([to, proxyCommand]) => ({
      ...to,
      ...((proxyCommand as string[] | undefined)?.length && { proxyCommand }),
    })),
    privateAddress: host.privateAddress,
    machineId: host.machineId,
    dockerHost: host.dockerHost,
    look: name.apply((own) => lookLines(own, pulumi.getStack())),
    ...(isDeletedFirst(host) && { deletedFirst: true }),
    ...options,
  };
}
