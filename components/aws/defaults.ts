// SPDX-License-Identifier: Apache-2.0
import type { AwsDockerHostArgs, FirewallRuleArgs } from "./args";

/** The login of Rocky's images. */
export const login = "rocky";

/** What is in force where nothing is said. */
export const awsDefaults = {
  publicAddress: "ephemeral",
  connectVia: "none",
  instanceType: "t3.small",
  diskGiB: 30,
  metadataHopLimit: 1,
  mountPath: "/data",
  deviceName: "/dev/sdf",
  type: "gp3",
} as const;

/** The same for images: the least that a host can have. */
export const awsImageDefaults = { diskGiB: 16 } as const;

/** AWS takes the default rule out of a new group, and without one nothing can be installed. */
export const allowEverything: FirewallRuleArgs = { protocol: "all", cidrs: ["0.0.0.0/0"] };

/** How the program and the machine find each other. */
export function isPrivate(args: AwsDockerHostArgs): boolean {
  const { connectBy, proxy } = args;
  const isDirect = proxy === undefined && !isByCommand(args);
  return (connectBy ?? (isDirect ? "publicAddress" : "privateAddress")) === "privateAddress";
}

/** Whether a command line of AWS leads to the machine. */
export function isByCommand({ connectVia = awsDefaults.connectVia }: Pick<AwsDockerHostArgs, "connectVia">): boolean {
  return connectVia !== "none";
}

/** Whether the guest gets the agent of Session Manager. */
export function hasSsmAgent({ connectVia, ssmAgent }: Pick<AwsDockerHostArgs, "connectVia" | "ssmAgent">): boolean {
  return ssmAgent ?? connectVia === "ssm";
}

/** Without a public address, AWS answers on none. */
export function isPublic({ publicAddress }: AwsDockerHostArgs): boolean {
  return publicAddress !== "none";
}
