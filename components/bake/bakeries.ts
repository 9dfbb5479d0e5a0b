// SPDX-License-Identifier: Apache-2.0
// The images of each platform, by what they have in common.
import type * as pulumi from "@pulumi/pulumi";

import type { HostSpecInput, Problem } from "../../cloud-init";
import type { Rows } from "../arguments/row";
import type { DockerHostOutputs } from "../docker-host-outputs";
import type { Arguments } from "../platforms";
import type { BakedImage, ImageFacts } from "./baked-image";
import type { Bakery, KeptImage } from "./bakery";
import type { DockerImageOutputs } from "./image-args";

export type Target = "local" | "aws" | "gcp";

export interface ImageTarget<Args = Arguments, Image = unknown> {
  /** One row for each argument of an image. */
  rows: Rows;
  /** What is wrong with arguments of an image. */
  problems(args: Args): Problem[];
  /** What decides about its content beside what the guest is told; see digest.ts. */
  base(args: Args): { base: unknown; architecture: string };
  /** What the guest is told while the image is made. */
  guest(args: Args): HostSpecInput;
  /** The component. */
  create(name: string, args: Args, opts?: pulumi.ComponentResourceOptions): DockerImageOutputs & { image: unknown };
  bakery(): Bakery<Args, DockerHostOutputs, Image> | LocalBakery<Args, Image>;
}

/** Where an image is a file of this computer, which no provider makes. */
export interface LocalBakery<Args = Arguments, Image = unknown> {
  /** The newest one with this digest that is not older than so many days. */
  kept(digest: string, maxAgeDays?: number): BakedImage<Image> | undefined;
  /** The machine that becomes the image. */
  createHost(name: string, args: Args, of: { sshPort: number; ttlMinutes: number }): DockerHostOutputs;
  /** Makes an image of the disk of a machine that is switching itself off. */
  takeDisk(machineFolder: string, args: Args, facts: ImageFacts, signal: AbortSignal): Promise<Image>;
  list(): KeptImage<Image>[];
  remove(image: Image): void;
}

// A dynamic import() would bypass Pulumi's ts-node, and nobody loads the SDK of another platform.
/* eslint-disable @typescript-eslint/no-require-imports */
const local = () => require("../local/image-target") as typeof import("../local/image-target");
const aws = () => require("../aws/image-target") as typeof import("../aws/image-target");
const gcp = () => require("../gcp/image-target") as typeof import("../gcp/image-target");
/* eslint-enable @typescript-eslint/no-require-imports */

export const imageTargets: Record<Target, () => ImageTarget> = {
  local: () => local().localImages,
  aws: () => aws().awsImages,
  gcp: () => gcp().gcpImages,
};
