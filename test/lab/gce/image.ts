// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { contentHash, ensureLaboratory, type GuestImage, images } from "../../../tools/setup/guest-image";
import { type Report, run } from "../../../tools/shared/subprocess";

const recipe = join(__dirname, "image");

/** Google's image, which has no cloud-init, made in seconds from the laboratory's. */
export async function ensureGceImage(report: Report): Promise<GuestImage> {
  const { image, docker } = await ensureLaboratory(report);
  const base = dirname(image.disk);
  const folder = join(images, `${basename(base)}-gce-${contentHash(recipe)}`);
  if (!existsSync(folder)) await run("bash", [join(recipe, "build.sh"), base, folder], report);
  return {
    image: { ...image, name: `${image.name}, as Google's`, disk: join(folder, "root.qcow2") },
    docker: { repository: "http://169.254.169.100/linux/centos", gpgFingerprint: docker?.gpgFingerprint ?? "" },
    repositoryDirectory: join(folder, "repository"),
  };
}
