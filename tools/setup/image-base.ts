// SPDX-License-Identifier: Apache-2.0
import type { Arguments } from "../../components/platforms";
import type { Report } from "../shared/subprocess";
import { ensureAcceleration } from "./acceleration";
import { ensureGuestImage, type GuestImage } from "./guest-image";
import { ensureQemu } from "./qemu";

/** What an image is made from where nothing is said, with what this computer lacks: arguments of `LocalDockerImage`. */
export async function imageBase(report: Report): Promise<Arguments> {
  await ensureQemu(report);
  const guest = await ensureGuestImage(report);
  return baseArgs(guest, await ensureAcceleration(guest.image, report));
}

/** Rocky's own image is what is taken by default: for whoever says nothing, the image that is made of it is the same. */
export function baseArgs({ image, docker, repositoryDirectory }: GuestImage, accelerator: string): Arguments {
  return { accelerator, ...(repositoryDirectory !== undefined && { image, docker, repositoryDirectory }) };
}
