// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { plain } from "../../cloud-init/shape";
import { bakes, matches, nothing, oneOf, type Table } from "../arguments/row";
import { imageRows as shared, imageTogether } from "../bake/image-rules";
import { hostProblems } from "../host-spec";
import { GcpPublicAddress } from "./choices";
import { login } from "./defaults";
import { guestParts, guestRules } from "./guest-parts";
import type { GcpDockerImageArgs } from "./image-args";
import { label } from "./links";
import { rows } from "./rules";
import { together } from "./together";

export const imageRows: Table<GcpDockerImageArgs> = {
  ...shared,
  family: bakes(matches(new RegExp(`^${label}$`), `the name of a family, for example "docker-host"`)),
  image: bakes(rows.image),
  diskGiB: bakes(rows.diskGiB),
  kmsKey: bakes(rows.kmsKey),
  storageLocation: bakes(matches(/^([a-z]+-[a-z]+\d+|us|eu|asia)$/, `a region, or "us", "eu" or "asia"`)),
  labels: nothing(rows.labels),
  zone: nothing(rows.zone),
  machineType: bakes(rows.machineType),
  diskType: nothing(rows.diskType),
  network: nothing(rows.network),
  subnetwork: nothing(rows.subnetwork),
  publicAddress: nothing(plain(oneOf(GcpPublicAddress.Ephemeral, GcpPublicAddress.None))),
  sshSourceRanges: nothing(rows.sshSourceRanges),
  allowSshFromAnywhere: nothing(rows.allowSshFromAnywhere),
  connectVia: nothing(rows.connectVia),
  iapTunnelPort: nothing(rows.iapTunnelPort),
  proxy: nothing(rows.proxy),
  networkTags: nothing(rows.networkTags),
  serviceAccount: nothing(rows.serviceAccount),
  secureBoot: nothing(rows.secureBoot),
  hostKeyFrom: nothing(rows.hostKeyFrom),
  metadata: nothing(rows.metadata),
};

/** What is wrong with arguments, as far as they are plain, before an image is made of them. Loads no SDK. */
export function gcpImageProblems(args: GcpDockerImageArgs | null | undefined): Problem[] {
  return hostProblems(args, {
    ...{ login, rows: imageRows, forGuest: guestParts, guestRules: guestRules(args) },
    *together(given) {
      yield* imageTogether(given);
      // Beside an image, a host has nothing to rotate; here another text takes the newest packages.
      yield* together("image", { ...given, rotateImage: undefined });
    },
  });
}
