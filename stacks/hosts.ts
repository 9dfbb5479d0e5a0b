// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-args";

/** A host, and what else its platform has to say. */
export type Host = DockerHostOutputs & { imageName?: pulumi.Output<string> };

/** Makes a host; the arguments are those of the platform's component, which checks them. */
export type MakeHost = (name: string, args: object, opts?: pulumi.ComponentResourceOptions) => Host;

export const targetNames = ["local", "aws", "gcp"] as const;
export type TargetName = (typeof targetNames)[number];

/** Loaded when used, so that the user of one platform never loads another's SDK. A dynamic import() would bypass Pulumi's ts-node. */
/* eslint-disable @typescript-eslint/no-require-imports */
export const hosts: Record<TargetName, MakeHost> = {
  local: (name, args, opts) => {
    const local = require("../components/local/docker-host") as typeof import("../components/local/docker-host");
    return new local.LocalDockerHost(name, args as import("../components/local/docker-host").LocalDockerHostArgs, opts);
  },
  aws: (name, args, opts) => {
    const { AwsDockerHost } =
      require("../components/aws/docker-host") as typeof import("../components/aws/docker-host");
    const host = new AwsDockerHost(name, args, opts);
    return Object.assign(host, { imageName: host.amiId });
  },
  gcp: (name, args, opts) => {
    const { GcpDockerHost } =
      require("../components/gcp/docker-host") as typeof import("../components/gcp/docker-host");
    return new GcpDockerHost(name, args, opts);
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */
