// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { rockyImages } from "../../components/local/image";
import { ensureGuestImage } from "../../tools/setup/guest-image";
import type { Report } from "../../tools/shared/subprocess";
import { derivedFolder } from "./derived-folder";

const recipe = join(__dirname, "boot-disk");

/** A disk image as people download it: it is booted by its own boot loader. */
export interface BootDisk {
  file: string;
  sha256: string;
}

/** Rocky's own; else made in seconds out of the laboratory's, once for each content of either. */
export async function ensureBootDisk(report: Report): Promise<BootDisk> {
  const guest = await ensureGuestImage(report);
  const rocky = guest.image.kernel === undefined ? rockyImages[process.arch] : undefined;
  if (rocky) return { file: guest.image.disk, sha256: rocky.sha256 };
  const folder = await derivedFolder(guest, recipe, report);
  return { file: join(folder, "disk.qcow2"), sha256: readFileSync(join(folder, "sha256"), "utf8").trim() };
}
