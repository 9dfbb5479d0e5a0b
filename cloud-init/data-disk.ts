// SPDX-License-Identifier: Apache-2.0
import { guestScript, shortened } from "./guest-script";
import type { CloudConfig, CloudConfigValue } from "./spec";

const title = "mount-data-disk";

/**
 * Mounts a second disk at the path, and formats it where it is blank. Without a device it is found by its label, or as
 * the only blank disk. `bootcmd` runs before files are written and Docker is installed, so that both can use the disk.
 */
export function mountDataDisk(path: string, device?: string): CloudConfig {
  const script = shortened(guestScript("mount-data-disk.sh"));
  return { bootcmd: [["bash", "-c", script, title, path, ...(device === undefined ? [] : [device])]] };
}

/** Where {@link mountDataDisk} mounts it, if it is among these boot commands. */
export function mountedFolder(bootcmd: CloudConfigValue | undefined): string | undefined {
  const command = (Array.isArray(bootcmd) ? bootcmd : []).find((one) => Array.isArray(one) && one[3] === title);
  const folder = Array.isArray(command) ? command[4] : undefined;
  return typeof folder === "string" ? folder : undefined;
}
