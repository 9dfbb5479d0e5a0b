// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { complete, type HostSpecInput } from "../../cloud-init";
import { sorted } from "../sorted";

/** What decides about an image beside what its guest is told. */
export interface ImageBase {
  target: string;
  /** The image that it is made from, as the caller wrote it; what stands for the platform's newest otherwise. */
  base: unknown;
  architecture: string;
  rotateImage?: string | undefined;
}

/** Raised when the same arguments make another image than before. */
const recipe = 1;

/**
 * Of all that ends in an image, and of nothing else: hosts that differ in their configuration of Docker share one. Neither the
 * newest packages nor the newest base image count: an image stays until it is asked for anew.
 */
export function imageDigest({ target, base, architecture, rotateImage = "" }: ImageBase, guest: HostSpecInput): string {
  const { docker, securityUpdates, files, commands, cloudConfig } = complete(guest);
  const { version, containerdVersion, channel, repository, gpgFingerprint } = docker;
  const content = {
    ...{ recipe, target, base, architecture, rotateImage },
    ...{ version, containerdVersion, channel, repository, gpgFingerprint },
    ...{ compose: docker.compose, buildx: docker.buildx, packages: docker.packages, versionLock: docker.versionLock },
    ...{ securityUpdates, files, commands, cloudConfig },
  };
  return createHash("sha256")
    .update(JSON.stringify(sorted(content)))
    .digest("hex");
}
