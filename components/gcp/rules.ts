// SPDX-License-Identifier: Apache-2.0
// The arguments, one row each: what is allowed, and what a change does. What they say together is in together.ts.
import { decisive, fields, list, number, plain, required, ruled, type Shape } from "../../cloud-init/shape";
import { mountPoint } from "../../cloud-init/validate/folders";
import { at, demandWhole, duplicates, error, shown } from "../../cloud-init/validate/problem";
import { cidrs, sameNetworks } from "../arguments/networks";
import {
  flag,
  inPlace,
  matches,
  mayReplace,
  nothing,
  oneOf,
  port,
  replaces,
  restarts,
  type Table,
  whole,
} from "../arguments/row";
import { hostRows } from "../rules";
import { proxy } from "../ssh/rules";
import type { GcpDataDiskArgs, GcpDockerHostArgs, GcpServiceAccountArgs } from "./args";
import { GcpConnectVia, GcpHostKeyFrom, GcpPublicAddress } from "./choices";
import { kmsKey } from "./kms-key-rule";
import { labels } from "./label-rules";
import { label, named } from "./links";
import { machineType } from "./machine-type-rule";
import { metadata } from "./metadata-rules";

const diskType = matches(/^(pd|hyperdisk)(-[a-z]+)+$/, `a disk type, for example "pd-balanced" or "pd-ssd"`);
const gib = whole(10, 65_536, "a whole number of GiB");

const dataDisk = {
  sizeGiB: required(gib),
  mountPath: mountPoint,
  type: diskType,
} satisfies Record<keyof GcpDataDiskArgs, Shape>;

const serviceAccount = {
  email: required(
    matches(
      /^[^@\sA-Z]+@[^@\sA-Z]+$/,
      `the address of a service account in lower case, for example "web@my-project.iam.gserviceaccount.com"`,
    ),
  ),
  scopes: distinct(matches(/^[\w:/.-]+$/, `a scope, for example "cloud-platform"`)),
} satisfies Record<keyof GcpServiceAccountArgs, Shape>;

const isGuarded = ([args]: readonly unknown[]) => (args as GcpDockerHostArgs).allowSshFromAnywhere !== true;
const sourceRanges = ruled(cidrs({ families: [4], isGuarded }), function* (ranges: string[], path) {
  if (ranges.length === 0) yield error(path, `is empty; name who may reach SSH, for example ["203.0.113.7/32"]`);
  yield* sameNetworks(ranges, path);
});

/** The guest is not told of it, so its rule stands here as well. 120 days is Google's limit for a machine that ends itself. */
const ttlMinutes = ruled(number, function* (minutes: number, path) {
  yield* demandWhole(minutes, path, [15, 525_600], "minutes");
  if (minutes <= 172_800 || minutes > 525_600) return;
  yield error(path, `${shown(minutes)} is more than 172800 (120 days), which is all that Google allows; use less`);
});

const networkTag = matches(new RegExp(`^${label}$`), `a network tag, for example "web"`);

export const rows: Table<GcpDockerHostArgs> = {
  ...hostRows,
  zone: replaces(matches(/^[a-z]+(-[a-z]+)+\d+-[a-z]$/, `a zone, for example "europe-west1-b"`)),
  machineType: restarts(machineType),
  image: replaces(
    matches(
      /^[a-z0-9][\w.:/-]*$/,
      `an image, for example "rocky-linux-cloud/rocky-linux-9-optimized-gcp" or a self link`,
    ),
  ),
  rotateImage: replaces(matches(/^[^]*$/, "a string")),
  diskGiB: inPlace(gib),
  diskType: replaces(diskType),
  kmsKey: replaces(kmsKey),
  dataDisk: mayReplace(decisive(fields(dataDisk))),
  network: restarts(
    matches(
      named("global/networks"),
      `the name of a network, or its link with the id of its project, for example "default" or "projects/P/global/networks/N"`,
    ),
  ),
  subnetwork: restarts(
    matches(
      named("regions/[a-z0-9-]+/subnetworks"),
      `the name of a subnetwork, or its link with the id of its project, for example "hosts" or "projects/P/regions/europe-west1/subnetworks/S"`,
    ),
  ),
  publicAddress: inPlace(plain(oneOf(...Object.values(GcpPublicAddress)))),
  sshSourceRanges: inPlace(decisive(sourceRanges)),
  allowSshFromAnywhere: nothing(plain(flag)),
  connectVia: inPlace(plain(oneOf(...Object.values(GcpConnectVia)))),
  iapTunnelPort: inPlace(decisive(port)),
  proxy: nothing(decisive(proxy)),
  networkTags: inPlace(distinct(networkTag)),
  additionalNetworkTags: inPlace(distinct(networkTag)),
  serviceAccount: restarts(decisive(fields(serviceAccount))),
  secureBoot: restarts(flag),
  hostKeyFrom: mayReplace(plain(oneOf(...Object.values(GcpHostKeyFrom)))),
  spot: replaces(flag),
  deletionProtection: inPlace(flag),
  metadata: inPlace(metadata),
  labels: inPlace(labels),
  ttlMinutes: replaces(ttlMinutes),
};

function distinct(of: Shape): Shape {
  return ruled(list(of), (values: string[], path) => duplicates(values, (i) => at(path, i)));
}
