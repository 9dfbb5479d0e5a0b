// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import type { CloudConfig, HostSpec, Problem } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { scriptAt, shortened } from "../../cloud-init/guest-script";
import { merge } from "../../cloud-init/merge";
import { changed } from "../arguments/output";
import { noFirewalld, pinnedKey } from "../guest-rules";
import { awsDefaults, hasSsmAgent } from "./defaults";
import type { AwsDockerHostArgs } from "./args";

/** What of EC2's own options the guest is told. */
type Told = Pick<AwsDockerHostArgs, "cloudConfig" | "connectVia" | "dataVolume" | "ssmAgent">;

/** The arguments for the guest, with what EC2's own options mean there, after what the caller wrote. */
export function guestParts<Args extends Told>(args: Args): Args {
  const { cloudConfig, dataVolume } = args;
  const disk = dataVolume && mountDataDisk(dataVolume.mountPath ?? awsDefaults.mountPath);
  const agent = hasSsmAgent(args) ? ssmAgentFile : undefined;
  return {
    ...args,
    ...((disk ?? agent) && {
      cloudConfig: changed(cloudConfig, (own = {}) =>
        [own as CloudConfig, disk ?? {}, agent ?? {}].reduce((below, top) => merge(below, top)),
      ),
    }),
  };
}

/** The same by their paths, and what the caller wrote where they were added. */
export function toldParts(args: Told): Record<string, unknown> {
  const { cloudConfig, dataVolume } = args;
  return {
    cloudConfig,
    "dataVolume.mountPath": dataVolume && (dataVolume.mountPath ?? awsDefaults.mountPath),
    ssmAgent: hasSsmAgent(args),
  };
}

/** What the guest may not be told on EC2. */
export function* guestRules(spec: HostSpec): Generator<Problem> {
  yield* pinnedKey(spec);
  yield* noFirewalld(spec, true, "use ingress, or ");
}

const ssmAgentScript = join(__dirname, "guest", "install-ssm-agent.sh");

/**
 * cloud-init runs what lies in this folder once for each machine, right before the commands of `runcmd`, of which the
 * installation of Docker is one: where that fails, the agent is already there, and may be the only way to look.
 */
const ssmAgentFile: CloudConfig = {
  write_files: [
    {
      path: "/var/lib/cloud/scripts/per-instance/install-ssm-agent",
      permissions: "0755",
      content: shortened(scriptAt(ssmAgentScript)),
    },
  ],
};
