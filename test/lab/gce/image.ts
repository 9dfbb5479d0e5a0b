// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ensureLaboratory, type GuestImage } from "../../../tools/setup/guest-image";
import type { Report } from "../../../tools/shared/subprocess";
import { derivedFolder } from "../derived-folder";

const recipe = join(__dirname, "image");

/** Google's image, which has no cloud-init, made in seconds from the laboratory's. */
export async function ensureGceImage(report: Report): Promise<GuestImage> {
  const laboratory = await ensureLaboratory(report);
  const { image, docker } = laboratory;
  const folder = await derivedFolder(laboratory, recipe, report);
  return {
    image: { ...image, name: `${image.name}, as Google's`, disk: join(folder, "root.qcow2") },
    docker: { repository: "http://169.254.169.100/linux/centos", gpgFingerprint: docker?.gpgFingerprint ?? "" },
    repositoryDirectory: join(folder, "repository"),
  };
}
