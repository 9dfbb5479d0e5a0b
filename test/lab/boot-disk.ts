// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { rockyImages } from "../../components/local/image";
import { contentHash, ensureGuestImage, images } from "../../tools/setup/guest-image";
import { type Report, run } from "../../tools/shared/subprocess";

const recipe = join(__dirname, "boot-disk");

/** A disk image as people download it: it is booted by its own boot loader. */
export interface BootDisk {
  file: string;
  sha256: string;
}

/** Rocky's own; else made in seconds out of the laboratory's, once for each content of either. */
export async function ensureBootDisk(report: Report): Promise<BootDisk> {
  const { image } = await ensureGuestImage(report);
  const rocky = image.kernel === undefined ? rockyImages[process.arch] : undefined;
  if (rocky) return { file: image.disk, sha256: rocky.sha256 };
  const laboratory = dirname(image.disk);
  const folder = join(images, `${basename(laboratory)}-boot-${contentHash(recipe)}`);
  if (!existsSync(folder)) await run("bash", [join(recipe, "build.sh"), laboratory, folder], report);
  return { file: join(folder, "disk.qcow2"), sha256: readFileSync(join(folder, "sha256"), "utf8").trim() };
}
