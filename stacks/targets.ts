// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import { names as awsNames } from "../components/aws/argument-names";
import type { DockerHostOutputs } from "../components/docker-host-args";
import { names as gcpNames } from "../components/gcp/argument-names";
import { names as localNames } from "../components/local/argument-names";

/** Arguments of a host, as settings or a caller have them; its component checks them. */
export type Arguments = Record<string, unknown>;

/** Where hosts can be. Its code is loaded when it is used, so that the user of one platform never loads another's SDK. */
export interface Target {
  /** The component's name in schema.json, which says what arguments it has. */
  component: string;
  /** A table of the names of its arguments. */
  argumentNames: object;
  /** Arguments that no two hosts of a stack can have alike, with what is in force where one is absent. */
  distinct: Record<string, unknown>;
  /** What the component would refuse. */
  problems(name: string, args: Arguments): Problem[];
  create(name: string, args: Arguments, opts?: pulumi.ComponentResourceOptions): DockerHostOutputs;
}

/**
 * What a stack shows of a host. Without `connection`, which is for programs, and the raw resources. Pulumi prints all of it
 * after each update, and of a secret no more than that it is one: the whole report would take hundreds of lines.
 */
export function outputsOf(host: DockerHostOutputs) {
  const { address, port, user, dockerHost, knownHosts, privateKey, machineId, imageName, dockerVersion, summary } =
    host;
  const login = { address, port, user, dockerHost, knownHosts, privateKey };
  return { ...login, machineId, imageName, dockerVersion, summary, health: pulumi.secret(host.health) };
}

// A dynamic import() would bypass Pulumi's ts-node.
/* eslint-disable @typescript-eslint/no-require-imports */
const local = () => require("../components/local/docker-host") as typeof import("../components/local/docker-host");
const aws = () => require("../components/aws/docker-host") as typeof import("../components/aws/docker-host");
const gcp = () => require("../components/gcp/docker-host") as typeof import("../components/gcp/docker-host");
/* eslint-enable @typescript-eslint/no-require-imports */

export const targets: Record<"local" | "aws" | "gcp", Target> = {
  local: {
    component: "LocalDockerHost",
    argumentNames: localNames,
    distinct: { sshPort: 2222, directory: undefined },
    problems: (_name, args) => local().localHostProblems(args as unknown as LocalArgs),
    create: (name, args, opts) => new (local().LocalDockerHost)(name, args as unknown as LocalArgs, opts),
  },
  aws: {
    component: "AwsDockerHost",
    argumentNames: awsNames,
    distinct: {},
    problems: (_name, args) => aws().awsHostProblems(args),
    create: (name, args, opts) => new (aws().AwsDockerHost)(name, args, opts),
  },
  gcp: {
    component: "GcpDockerHost",
    argumentNames: gcpNames,
    // One tunnel leads to one machine.
    distinct: { iapTunnelPort: undefined },
    problems: (name, args) => gcp().gcpHostProblems(name, args),
    create: (name, args, opts) => new (gcp().GcpDockerHost)(name, args, opts),
  },
};

type LocalArgs = import("../components/local/docker-host").LocalDockerHostArgs;
