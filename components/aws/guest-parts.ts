// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import type { CloudConfig, HostSpec, Problem } from "../../cloud-init";
import { mountDataDisk } from "../../cloud-init/data-disk";
import { scriptAt, shortened } from "../../cloud-init/guest-script";
import { merge } from "../../cloud-init/merge";
import { quote } from "../../cloud-init/shell";
import { changed } from "../arguments/output";
import type { DockerHostArgs } from "../docker-host-args";
import { noFirewalld, pinnedKey } from "../guest-rules";
import { awsDefaults } from "./defaults";
import type { AwsDockerHostArgs } from "./args";

/** The arguments for the guest, with what EC2's own options mean there, after what the caller wrote. */
export function guestParts(args: AwsDockerHostArgs): DockerHostArgs {
  const { commands, cloudConfig, dataVolume, ssmAgent } = args;
  return {
    ...args,
    ...(ssmAgent && {
      commands: changed(commands, (own = []) => (Array.isArray(own) ? [...(own as string[]), installSsmAgent] : own)),
    }),
    ...(dataVolume && {
      cloudConfig: changed(cloudConfig, (own = {}) =>
        merge(own as CloudConfig, mountDataDisk(dataVolume.mountPath ?? awsDefaults.mountPath)),
      ),
    }),
  };
}

/** What of EC2's own options the guest is told, by their paths, and what the caller wrote where they were added. */
export function toldParts({ commands, cloudConfig, dataVolume, ssmAgent }: AwsDockerHostArgs): Record<string, unknown> {
  return {
    ...{ commands, cloudConfig },
    "dataVolume.mountPath": dataVolume && (dataVolume.mountPath ?? awsDefaults.mountPath),
    ssmAgent: ssmAgent === true,
  };
}

/** What the guest may not be told on EC2. */
export function* guestRules(spec: HostSpec): Generator<Problem> {
  yield* pinnedKey(spec);
  yield* noFirewalld(spec, true, "use ingress, or ");
}

const ssmAgentScript = join(__dirname, "guest", "install-ssm-agent.sh");

/** A command for the guest, as user data takes it: the script in one word. */
export const installSsmAgent = `bash -c ${quote(shortened(scriptAt(ssmAgentScript)))} install-ssm-agent`;
