// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudConfig } from "../../cloud-init";
import { shortened } from "../../cloud-init/guest-script";
import { merge } from "../../cloud-init/merge";
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

const metadata = "http://169.254.169.254/latest";

/** The package lies in each region's own bucket, which a machine without internet reaches by an S3 endpoint. */
export const installSsmAgent = [
  `token="$(curl -sSf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token)"`,
  `region="$(curl -sSf -m 5 -H "X-aws-ec2-metadata-token: $token" ${metadata}/meta-data/placement/region)"`,
  `arch="$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')"`,
  `timeout 300 dnf -y install "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/linux_$arch/amazon-ssm-agent.rpm"`,
  `systemctl enable --now amazon-ssm-agent`,
].join(" && ");

/** Before anything is written or installed, so that Docker's files can lie there. */
function mountCommand(path: string): CloudConfig {
  const script = shortened(readFileSync(join(__dirname, "guest", "mount-data-volume.sh"), "utf8"));
  return { bootcmd: [["bash", "-c", script, "mount-data-volume", path]] };
}
