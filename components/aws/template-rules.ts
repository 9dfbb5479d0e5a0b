// SPDX-License-Identifier: Apache-2.0
// The arguments of a template, one row each: what is allowed. No machine that runs notices a change of any.
import type { HostSpec, Problem } from "../../cloud-init";
import { required } from "../../cloud-init/shape";
import { nothing, type Table } from "../arguments/row";
import { keyOfEach, noFirewalld } from "../guest-rules";
import { templateRows } from "../template-rules";
import { rows as hostRows } from "./rules";
import type { AwsDockerTemplateArgs } from "./template-args";

export const rows: Table<AwsDockerTemplateArgs> = {
  ...templateRows,
  securityGroupIds: nothing(required(hostRows.securityGroupIds)),
  instanceType: nothing(hostRows.instanceType),
  amiId: nothing(hostRows.amiId),
  rotateImage: nothing(hostRows.rotateImage),
  diskGiB: nothing(hostRows.diskGiB),
  kmsKeyId: nothing(hostRows.kmsKeyId),
  metadataHopLimit: nothing(hostRows.metadataHopLimit),
  iamInstanceProfile: nothing(hostRows.iamInstanceProfile),
  ssmAgent: nothing(hostRows.ssmAgent),
  keyName: nothing(hostRows.keyName),
  tags: nothing(hostRows.tags),
  region: nothing(hostRows.region),
};

/** What the guests may not be told. */
export function* guestRules(spec: HostSpec): Generator<Problem> {
  yield* keyOfEach(spec);
  yield* noFirewalld(spec, true, "use rules of your security groups, or ");
}
