// SPDX-License-Identifier: Apache-2.0
import type { BackendOptions } from "../ephemeral/options";
import type { Arguments } from "../platforms";
import type { BakedImage } from "./baked-image";
import { imageTargets, type Target } from "./bakeries";
import { imageDigest } from "./digest";

/** What is to be made, as plain data: another process gets it. */
export interface BakeOrder extends BackendOptions {
  target: Target;
  /** Arguments of the image, which were checked. */
  args: Arguments;
  /** The provider's configuration. */
  config?: Record<string, string>;
  /** Those of its keys whose values are secret. @default - none */
  secretConfig?: string[];
  /** One that is older, on this computer, is made anew. @default - no limit */
  maxAgeDays?: number;
}

/** From the process that makes an image: lines of progress, then the image, or why there is none. */
export type BakeMessage = { line: string } | { image: BakedImage<unknown> } | { failed: string };

/** See digest.ts. */
export function digestOf({ target, args }: Pick<BakeOrder, "target" | "args">): string {
  const images = imageTargets[target]();
  const rotateImage = args.rotateImage as string | undefined;
  return imageDigest({ target, ...images.base(args), rotateImage }, images.guest(args));
}
