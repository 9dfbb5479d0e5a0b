// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import type { CloudConfig } from "../../cloud-init";
import { scriptAt, shortened } from "../../cloud-init/guest-script";
import { merge } from "../../cloud-init/merge";
import { quote } from "../../cloud-init/shell";
import { changed } from "../arguments";
import type { DockerHostArgs } from "../docker-host-args";
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
        merge(own as CloudConfig, mountCommand(dataVolume.mountPath ?? awsDefaults.mountPath)),
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

/** A command for the guest, as user data takes it: the script in one word. */
export const installSsmAgent = `bash -c ${quote(sent("install-ssm-agent.sh"))} install-ssm-agent`;

/** Before anything is written or installed, so that Docker's files can lie there. */
function mountCommand(path: string): CloudConfig {
  return { bootcmd: [["bash", "-c", sent("mount-data-volume.sh"), "mount-data-volume", path]] };
}

/** A script of guest/, as short as user data needs it. */
function sent(name: string): string {
  return shortened(scriptAt(join(__dirname, "guest", name)));
}
