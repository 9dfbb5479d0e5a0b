// SPDX-License-Identifier: Apache-2.0
import { hostNames, type NamesOf } from "../argument-names";
import type { AwsDockerHostArgs, DataVolumeArgs, FirewallRuleArgs } from "./args";

export const names: NamesOf<AwsDockerHostArgs> = {
  ...hostNames,
  sshIngressCidrs: true,
  allowSshFromAnywhere: true,
  ingress: true,
  egress: true,
  securityGroupIds: true,
  subnetId: true,
  publicAddress: true,
  connectBy: true,
  proxy: true,
  instanceType: true,
  amiId: true,
  rotateImage: true,
  diskGiB: true,
  kmsKeyId: true,
  dataVolume: true,
  metadataHopLimit: true,
  iamInstanceProfile: true,
  ssmAgent: true,
  keyName: true,
  spot: true,
  disableApiTermination: true,
  tags: true,
  region: true,
};

export const ruleNames: NamesOf<FirewallRuleArgs> = {
  protocol: true,
  port: true,
  toPort: true,
  cidrs: true,
  description: true,
};

export const dataVolumeNames: NamesOf<DataVolumeArgs> = {
  sizeGiB: true,
  mountPath: true,
  type: true,
  deviceName: true,
  finalSnapshot: true,
};
