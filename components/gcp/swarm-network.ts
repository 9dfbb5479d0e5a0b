// SPDX-License-Identifier: Apache-2.0
import "./sdk";

import { Firewall } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { whose } from "../swarm/network-rules";
import { memberTraffic, type Traffic } from "../swarm/traffic";
import { lowest } from "./default-network";
import { gcpDefaults } from "./defaults";
import { tagOf } from "./network";
import type { GcpSwarmNetworkArgs } from "./swarm-network-args";
import { gcpSwarmNetworkProblems, rows } from "./swarm-network-rules";

/**
 * What the members of a swarm need between them on Google Cloud: a network tag, and a firewall rule by which machines with that tag
 * reach one another at 2377/tcp, 7946/tcp, 7946/udp, the port of overlay networks (4789/udp) and, where asked for, by ESP.
 * Another rule keeps out of these ports whom no rule of yours lets in: the network `default` lets in all its machines.
 *
 * Creates the two firewall rules, which are free of charge.
 *
 * ```ts
 * const network = new GcpSwarmNetwork("swarm");
 * const host = new GcpDockerHost("manager", {
 *   zone: "europe-west1-b",
 *   sshSourceRanges: ["203.0.113.0/24"],
 *   additionalNetworkTags: [network.networkTag],
 *   docker: { liveRestore: false },
 * });
 * ```
 *
 * Tags hold between internal addresses of one network alone. Not included: ports that services publish.
 */
export class GcpSwarmNetwork extends pulumi.ComponentResource {
  /** For `additionalNetworkTags` of each member. */
  public readonly networkTag: pulumi.Output<string>;
  /** The rule that lets members in. */
  public readonly firewall: Firewall;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: GcpSwarmNetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = check(args, rows, (plain) => gcpSwarmNetworkProblems(name, plain), whose);
    super("pulumi-docker-host:index:GcpSwarmNetwork", name, {}, opts);
    const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
    const tag = tagOf("docker-swarm", project, stack, name);
    const network = known.network ?? gcpDefaults.network;
    const of = `the swarm network ${name} of ${project}/${stack}`;
    const ports = written(memberTraffic(known));
    const to = { network, direction: "INGRESS", targetTags: [tag] };
    this.firewall = new Firewall(
      `${name}-members`,
      { ...to, description: `Between members of ${of}`, allows: ports, sourceTags: [tag] },
      { parent: this },
    );
    new Firewall(
      `${name}-members-deny`,
      { ...to, description: `Nobody else for ${of}`, priority: lowest, denies: ports, sourceRanges: ["0.0.0.0/0"] },
      { parent: this },
    );
    // Who has the tag can reach the others. Mocks may answer with nothing.
    this.networkTag = this.firewall.targetTags.apply((tags) => tags?.[0] ?? tag);
    this.registerOutputs({ networkTag: this.networkTag, firewall: this.firewall });
  }
}

/** One entry for each protocol, as Google has them. */
function written(traffic: Traffic[]) {
  return [...new Set(traffic.map(({ protocol }) => protocol))].map((protocol) => {
    const ports = traffic.flatMap((one) => (one.protocol === protocol && one.port !== undefined ? [one.port] : []));
    return { protocol, ...(ports.length > 0 && { ports: pulumi.all(ports).apply((all) => all.map(String)) }) };
  });
}
