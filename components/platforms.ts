// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { Problem } from "../cloud-init";
import { names as awsNames } from "./aws/argument-names";
import type { DockerHostOutputs } from "./docker-host-args";
import { names as gcpNames } from "./gcp/argument-names";
import { names as localNames } from "./local/argument-names";

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

// A dynamic import() would bypass Pulumi's ts-node.
/* eslint-disable @typescript-eslint/no-require-imports */
const local = () => require("./local/docker-host") as typeof import("./local/docker-host");
const aws = () => require("./aws/docker-host") as typeof import("./aws/docker-host");
const gcp = () => require("./gcp/docker-host") as typeof import("./gcp/docker-host");
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

type LocalArgs = import("./local/args").LocalDockerHostArgs;
