// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { bakes, nothing, type Table } from "../arguments/row";
import { imageRows as shared, imageTogether } from "../bake/image-rules";
import { hostProblems } from "../host-spec";
import { login } from "./defaults";
import { guestParts, guestRules } from "./guest-parts";
import type { AwsDockerImageArgs } from "./image-args";
import { rows } from "./rules";
import { together } from "./together";

export const imageRows: Table<AwsDockerImageArgs> = {
  ...shared,
  sshIngressCidrs: nothing(rows.sshIngressCidrs),
  allowSshFromAnywhere: nothing(rows.allowSshFromAnywhere),
  egress: nothing(rows.egress),
  securityGroupIds: nothing(rows.securityGroupIds),
  subnetId: nothing(rows.subnetId),
  publicAddress: nothing(rows.publicAddress),
  connectBy: nothing(rows.connectBy),
  connectVia: bakes(rows.connectVia),
  proxy: nothing(rows.proxy),
  instanceType: bakes(rows.instanceType),
  amiId: bakes(rows.amiId),
  diskGiB: bakes(rows.diskGiB),
  kmsKeyId: bakes(rows.kmsKeyId),
  metadataHopLimit: nothing(rows.metadataHopLimit),
  iamInstanceProfile: nothing(rows.iamInstanceProfile),
  ssmAgent: bakes(rows.ssmAgent),
  tags: nothing(rows.tags),
  region: bakes(rows.region),
};

/** What is wrong with arguments, as far as they are plain, before an image is made of them. Loads no SDK. */
export function awsImageProblems(args: AwsDockerImageArgs | null | undefined): Problem[] {
  return hostProblems(args, {
    ...{ login, rows: imageRows, forGuest: guestParts, guestRules },
    *together(plain) {
      yield* imageTogether(plain);
      // Beside an image, a host has nothing to rotate; here another text takes the newest packages.
      const { rotateImage: _rotate, ...machine } = plain;
      yield* together(machine);
    },
  });
}
