// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { builtOnce } from "../../tools/setup/built-once";
import { contentHash, images } from "../../tools/setup/guest-image";
import { armPrograms } from "../../tools/setup/qemu";
import { ensurePrograms } from "../../tools/setup/system-packages";
import type { Report } from "../../tools/shared/subprocess";

const recipe = join(__dirname, "arm-disk");

/** The file of a disk that an Arm machine boots, made once for each content of its recipe; and what such a machine runs in. */
export async function ensureArmDisk(report: Report): Promise<string> {
  await ensurePrograms(armPrograms, report);
  const folder = await builtOnce(
    join(images, `arm-disk-${contentHash(recipe)}`),
    ["bash", join(recipe, "build.sh")],
    report,
  );
  return join(folder, "disk.qcow2");
}
