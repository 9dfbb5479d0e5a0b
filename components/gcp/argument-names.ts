// SPDX-License-Identifier: Apache-2.0
import { hostNames, type NamesOf } from "../argument-names";
import type { GcpDataDiskArgs, GcpDockerHostArgs, GcpServiceAccountArgs } from "./args";

export const names: NamesOf<GcpDockerHostArgs> = {
  ...hostNames,
  zone: true,
  machineType: true,
  image: true,
  rotateImage: true,
  diskGiB: true,
  diskType: true,
  kmsKey: true,
  dataDisk: true,
  network: true,
  subnetwork: true,
  publicAddress: true,
  sshSourceRanges: true,
  allowSshFromAnywhere: true,
  iapTunnelPort: true,
  proxy: true,
  networkTags: true,
  serviceAccount: true,
  secureBoot: true,
  hostKeyFrom: true,
  spot: true,
  deletionProtection: true,
  metadata: true,
  labels: true,
};

export const dataDiskNames: NamesOf<GcpDataDiskArgs> = { sizeGiB: true, mountPath: true, type: true };

export const serviceAccountNames: NamesOf<GcpServiceAccountArgs> = { email: true, scopes: true };
