// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-args";
import type { HealthArgs } from "../components/health/health-args";

/** A host, and what else its platform has to say. */
export type Target = (config: pulumi.Config) => DockerHostOutputs & { imageName?: pulumi.Output<string> };

/** Loaded when chosen, so that the user of one platform never loads another's SDK. */
export const targets: Record<string, Target> = {
  local: (config) => {
    // A dynamic import() would bypass Pulumi's ts-node.
    const { LocalDockerHost } =
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require("../components/local/docker-host") as typeof import("../components/local/docker-host");
    const { name = "docker-host", ...args } = config.requireObject<LocalConfig>("local");
    return new LocalDockerHost(name, { ...args, health: rechecked(args.health, config) });
  },
  aws: (config) => {
    const { AwsDockerHost } =
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require("../components/aws/docker-host") as typeof import("../components/aws/docker-host");
    const { name = "docker-host", ...args } = config.requireObject<AwsConfig>("aws");
    const host = new AwsDockerHost(name, { ...args, health: rechecked(args.health, config) });
    return Object.assign(host, { imageName: host.amiId });
  },
  gcp: (config) => {
    const { GcpDockerHost } =
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require("../components/gcp/docker-host") as typeof import("../components/gcp/docker-host");
    const { name = "docker-host", ...args } = config.requireObject<GcpConfig>("gcp");
    return new GcpDockerHost(name, { ...args, health: rechecked(args.health, config) });
  },
};

/** The health check also runs again when `recheck` is set to another text. */
function rechecked(health: HealthArgs | undefined, config: pulumi.Config): HealthArgs {
  const triggers = pulumi.output(health?.triggers ?? []).apply((own) => [...own, config.get("recheck") ?? ""]);
  return { ...health, triggers };
}

type LocalConfig = import("../components/local/docker-host").LocalDockerHostArgs & { name?: string };
type AwsConfig = import("../components/aws/docker-host-args").AwsDockerHostArgs & { name?: string };
type GcpConfig = import("../components/gcp/docker-host-args").GcpDockerHostArgs & { name?: string };
