// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import type { Rows } from "./arguments/row";
import { awsHostProblems } from "./aws/problems";
import { rows as awsRows } from "./aws/rules";
import { awsSwarmNetworkProblems } from "./aws/swarm-network-rules";
import type { DockerHostOutputs } from "./docker-host-outputs";
import { gcpHostProblems } from "./gcp/problems";
import { rows as gcpRows } from "./gcp/rules";
import { gcpSwarmNetworkProblems } from "./gcp/swarm-network-rules";
import { localHostProblems } from "./local/problems";
import { rows as localRows } from "./local/rules";
import { sameSegment } from "./local/same-segment";

/** Arguments of a host, as settings or a caller have them; its component checks them. */
export type Arguments = Record<string, unknown>;

/** A host, as the settings of a stack name it. */
export interface HostOfStack {
  name: string;
  args: Arguments;
  /** Where the user has written an argument. */
  path: (argument: string) => string;
}

/** A platform for hosts. Its component is loaded when it is used, so that nobody loads the SDK of another platform. */
export interface Target {
  /** One row for each argument. */
  rows: Rows;
  /** Arguments that must differ between the hosts of a stack, with the value that counts where one is absent. */
  distinct: Record<string, unknown>;
  /** What else does not go together, of the hosts of a stack whose arguments are right one by one. */
  together?(hosts: HostOfStack[]): Iterable<Problem>;
  /** What the component would refuse. */
  problems(name: string, args: Arguments): Problem[];
  create(name: string, args: Arguments, opts?: pulumi.ComponentResourceOptions): DockerHostOutputs;
  /** What lets the members of a swarm reach one another; absent where they do anyway. */
  swarmNetwork?: {
    problems(name: string, args: Arguments): Problem[];
    /** Makes it. What it returns are arguments for each host. */
    create(name: string, args: Arguments, opts?: pulumi.ComponentResourceOptions): Arguments;
  };
}

// A dynamic import() would bypass Pulumi's ts-node.
/* eslint-disable @typescript-eslint/no-require-imports */
const local = () => require("./local/docker-host") as typeof import("./local/docker-host");
const aws = () => require("./aws/docker-host") as typeof import("./aws/docker-host");
const gcp = () => require("./gcp/docker-host") as typeof import("./gcp/docker-host");
const awsNetwork = () => require("./aws/swarm-network") as typeof import("./aws/swarm-network");
const gcpNetwork = () => require("./gcp/swarm-network") as typeof import("./gcp/swarm-network");
/* eslint-enable @typescript-eslint/no-require-imports */

export const targets: Record<"local" | "aws" | "gcp", Target> = {
  local: {
    rows: localRows,
    distinct: { sshPort: 2222, directory: undefined },
    together: sameSegment,
    problems: (_name, args) => localHostProblems(args),
    create: (name, args, opts) => new (local().LocalDockerHost)(name, args, opts),
  },
  aws: {
    rows: awsRows,
    distinct: {},
    problems: (_name, args) => awsHostProblems(args),
    create: (name, args, opts) => new (aws().AwsDockerHost)(name, args, opts),
    swarmNetwork: {
      problems: (_name, args) => awsSwarmNetworkProblems(args),
      create: (name, args, opts) => {
        const { securityGroupId } = new (awsNetwork().AwsSwarmNetwork)(name, args, opts);
        return { additionalSecurityGroupIds: [securityGroupId] };
      },
    },
  },
  gcp: {
    rows: gcpRows,
    // One tunnel leads to one machine.
    distinct: { iapTunnelPort: undefined },
    problems: (name, args) => gcpHostProblems(name, args),
    create: (name, args, opts) => new (gcp().GcpDockerHost)(name, args, opts),
    swarmNetwork: {
      problems: (name, args) => gcpSwarmNetworkProblems(name, args),
      create: (name, args, opts) => {
        const { networkTag } = new (gcpNetwork().GcpSwarmNetwork)(name, args, opts);
        return { additionalNetworkTags: [networkTag] };
      },
    },
  },
};
