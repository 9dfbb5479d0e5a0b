// SPDX-License-Identifier: Apache-2.0
import { guestScript, shortened } from "./guest-script";
import type { CloudConfig } from "./spec";

/**
 * Mounts a second disk at the path, and formats it where it is blank. Without a device it is found by its label, or as
 * the only blank disk. `bootcmd` runs before files are written and Docker is installed, so that both can use the disk.
 */
export function mountDataDisk(path: string, device?: string): CloudConfig {
  const script = shortened(guestScript("mount-data-disk.sh"));
  return { bootcmd: [["bash", "-c", script, "mount-data-disk", path, ...(device === undefined ? [] : [device])]] };
}
