// SPDX-License-Identifier: Apache-2.0
// What decides about an image for Google Cloud; see ../bake/bakeries.ts. The SDK is loaded only to make one.
import type * as pulumi from "@pulumi/pulumi";

import type { ImageTarget } from "../bake/bakeries";
import { imageGuest } from "../bake/image-guest";
import { gcpImageDefaults, login } from "./defaults";
import { GcpDockerImage } from "./docker-image";
import { guestParts } from "./guest-parts";
import type { GcpDockerImageArgs } from "./image-args";
import { gcpImageProblems, imageRows } from "./image-rules";
import { architecture, imageFamily } from "./machine-type";

export type Args = pulumi.Unwrap<GcpDockerImageArgs>;

export const gcpImages: ImageTarget<Args, string> = {
  rows: imageRows,
  problems: gcpImageProblems,
  base(args) {
    const { image, machineType = gcpImageDefaults.machineType, diskGiB, kmsKey, storageLocation } = args;
    const base = { image: image ?? imageFamily(machineType), family: familyOf(args), diskGiB, kmsKey, storageLocation };
    return { base, architecture: architecture(machineType) };
  },
  guest: (args) => imageGuest(login, guestParts(args) as Args),
  create: (name, args, opts) => new GcpDockerImage(name, args, opts),
  bakery: () => (require("./bakery") as typeof import("./bakery")).gcpBakery, // eslint-disable-line @typescript-eslint/no-require-imports -- a dynamic import() would bypass Pulumi's ts-node
};

/** One for all images of the same processor, unless the caller says another. */
export function familyOf({ family, machineType = gcpImageDefaults.machineType }: Args): string {
  const isArm = architecture(machineType) === "arm64";
  return family ?? `${gcpImageDefaults.family}${isArm ? "-arm64" : ""}`;
}
