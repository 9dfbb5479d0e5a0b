// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { join } from "node:path";

import { contentHash, images } from "../../tools/setup/guest-image";
import { armPrograms } from "../../tools/setup/qemu";
import { ensurePrograms } from "../../tools/setup/system-packages";
import { type Report, run } from "../../tools/shared/subprocess";

const recipe = join(__dirname, "arm-disk");

/** The file of a disk that an Arm machine boots, made once for each content of its recipe; and what such a machine runs in. */
export async function ensureArmDisk(report: Report): Promise<string> {
  await ensurePrograms(armPrograms, report);
  const folder = join(images, `arm-disk-${contentHash(recipe)}`);
  if (!existsSync(folder)) await run("bash", [join(recipe, "build.sh"), folder], report);
  return join(folder, "disk.qcow2");
}
