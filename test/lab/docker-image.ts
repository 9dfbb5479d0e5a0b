// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ensureGuestImage, type GuestImage } from "../../tools/setup/guest-image";
import type { Report } from "../../tools/shared/subprocess";
import { derivedFolder } from "./derived-folder";

const recipe = join(__dirname, "docker-image");

/**
 * For machines whose installation is not what a test is about: the laboratory's image with Docker's packages in it, as a
 * team would make its own. It takes seconds to make, and each installation on it a minute less. Rocky's own stays as it is.
 */
export async function ensureDockerImage(report: Report): Promise<GuestImage> {
  const guest = await ensureGuestImage(report);
  if (guest.repositoryDirectory === undefined) return guest;
  const folder = await derivedFolder(guest, recipe, report);
  // By its name it is known how to boot it, which is the same.
  return { ...guest, image: { ...guest.image, disk: join(folder, "root.qcow2") } };
}
