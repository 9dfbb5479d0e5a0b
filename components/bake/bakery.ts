// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../docker-host-outputs";
import type { BakedImage, ImageFacts } from "./baked-image";

/** After so many minutes the machine ends by itself, whatever has become of the process that makes an image of it. */
export const machineMinutes = 120;

/** `host`: the machine is made and proved. `image`: it is sealed, and becomes an image. */
export type Phase = "host" | "image";

/** An image that is there, and whether something that is there needs it. */
export type KeptImage<Image> = BakedImage<Image> & { isUsed: boolean };

/** A resource that is to be taken into a stack, so that its destruction removes it. */
export interface Removal {
  type: string;
  name: string;
  id: string;
}

/**
 * What a platform brings to the making of images. Everything here is called inside the program of a throw-away stack, with
 * plain arguments that were checked.
 */
export interface Bakery<Args, Host extends DockerHostOutputs, Image = string> {
  /** The newest finished image of ours with this digest, in the place where `args` would make it. */
  find(digest: string, args: Args): Promise<BakedImage<Image> | undefined>;
  /**
   * The machine that becomes the image, which ends by itself after {@link machineMinutes}. In phase `image` it is switched off,
   * where an argument of the machine does that.
   */
  createHost(name: string, args: Args, phase: Phase): Host;
  /**
   * Switches the machine off where `createHost` has not, and makes the image, which is retained when the stack is destroyed.
   * The facts go with it, so that `find` gives them back whole.
   */
  createImage(name: string, host: Host, args: Args, facts: ImageFacts): pulumi.Output<Image>;
  /** All finished images of ours in the place where `args` would make them. */
  list(args: Args): Promise<KeptImage<Image>[]>;
  /** What has to be removed, so that nothing of an image stays: in the order in which it is made. */
  removal(image: Image, args: Args): Promise<Removal[]>;
}
