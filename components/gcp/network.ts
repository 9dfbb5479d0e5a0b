// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { Address, Firewall } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import { gcpDefaults, letsIapIn, needsFirewall } from "./defaults";
import type { GcpDockerHostArgs } from "./args";
import { lowest } from "./default-network";
import { labelValue, type Labels } from "./labels";

/** From where Identity-Aware Proxy connects: https://cloud.google.com/iap/docs/using-tcp-forwarding */
const iapRange = "35.235.240.0/20";

export interface Network {
  firewall: Firewall | undefined;
  /** Keeps out of SSH whom `firewall` does not name: it has to be there before the machine. */
  closed: Firewall | undefined;
  tags: pulumi.Output<string[]>;
  nic: { network?: pulumi.Input<string>; subnetwork?: pulumi.Input<string>; accessConfigs: AccessConfig[] };
  /** The reserved address. */
  reserved: Address | undefined;
  hint: pulumi.Output<string>;
}

interface AccessConfig {
  natIp?: pulumi.Output<string>;
}

/** What lets others reach the machine: its own network tag, a rule for that tag, and its addresses. */
export function createNetwork(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, labels: Labels): Network {
  const tag = hostTag(pulumi.getProject(), pulumi.getStack(), name);
  const firewall = createFirewall(parent, name, args, tag);
  const reserved = createAddress(parent, name, args, labels);
  const { subnetwork, network = gcpDefaults.network, publicAddress } = args;
  return {
    firewall,
    closed: firewall && denyOthers(parent, name, args, tag),
    tags: pulumi
      .all([args.networkTags, args.additionalNetworkTags])
      .apply(([own = [], more = []]) => [...new Set([tag, ...own, ...more])]),
    nic: {
      ...(subnetwork === undefined ? { network } : { subnetwork }),
      accessConfigs: publicAddress === "none" ? [] : [reserved ? { natIp: reserved.address } : {}],
    },
    reserved,
    hint: hint(args, firewall, tag),
  };
}

/** A tag that no other host of the project has: a rule for it opens this machine and no other. */
export function hostTag(project: string, stack: string, name: string): string {
  return tagOf("docker-host", project, stack, name);
}

/** A tag of its own for each name and kind. */
export function tagOf(kind: "docker-host" | "docker-swarm", project: string, stack: string, name: string): string {
  const hash = createHash("sha256").update([project, stack, name].join("\n")).digest("hex").slice(0, 8);
  const readable = labelValue(name).replace(/_/g, "-").slice(0, 40);
  return `${kind}-${readable}-${hash}`;
}

const ssh = [{ protocol: "tcp", ports: ["22"] }];
const of = (name: string) => `the Docker host ${name} of ${pulumi.getProject()}/${pulumi.getStack()}`;

function createFirewall(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, tag: string) {
  if (!needsFirewall(args)) return undefined;
  return new Firewall(
    `${name}-ssh`,
    {
      description: `SSH to ${of(name)}`,
      network: args.network ?? gcpDefaults.network,
      direction: "INGRESS",
      allows: ssh,
      sourceRanges: pulumi
        .output(args.sshSourceRanges)
        .apply((own = []) => [...own, ...(letsIapIn(args) ? [iapRange] : [])]),
      targetTags: [tag],
    },
    { parent },
  );
}

/**
 * The network `default` has a rule of Google's that lets everybody reach SSH, at priority 65534, and so may others. This
 * one counts more than that, and less than ours and the caller's, which have 1000 unless they say otherwise. The machine
 * has no IPv6 address.
 */
function denyOthers(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, tag: string): Firewall {
  return new Firewall(
    `${name}-ssh-deny`,
    {
      description: `No other SSH to ${of(name)}`,
      network: args.network ?? gcpDefaults.network,
      direction: "INGRESS",
      priority: lowest,
      denies: ssh,
      sourceRanges: ["0.0.0.0/0"],
      targetTags: [tag],
    },
    { parent },
  );
}

function createAddress(parent: pulumi.Resource, name: string, args: GcpDockerHostArgs, labels: Labels) {
  if (args.publicAddress !== "static") return undefined;
  // `europe-west1-b` lies in `europe-west1`.
  const region = args.zone && pulumi.output(args.zone).apply((zone) => zone.replace(/-[a-z]$/, ""));
  return new Address(`${name}-address`, { region, labels }, { parent });
}

/** What to look at first where nobody answers. */
function hint(args: GcpDockerHostArgs, firewall: Firewall | undefined, tag: string): pulumi.Output<string> {
  if (args.iapTunnelPort !== undefined) {
    return pulumi.interpolate`keep a tunnel open on port ${args.iapTunnelPort} while this runs, see "IAP" in docs/gcp.md`;
  }
  if (!firewall) {
    return pulumi.output(
      `no firewall rule was made: one of yours must let SSH reach machines with the tag ${tag}, or another of theirs`,
    );
  }
  return pulumi
    .all([firewall.name, firewall.sourceRanges])
    .apply(([rule, ranges = []]) => `the firewall rule ${rule} lets only ${ranges.join(", ")} reach port 22`);
}
