// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A script of guest/, as it stands there. */
export function guestScript(name: string): string {
  return readFileSync(join(__dirname, "guest", name), "utf8");
}

/**
 * The same without comment lines, empty lines and indentation, because user data is limited to 16 KiB on EC2. So the
 * scripts for which this is used hold no text whose lines begin with spaces or `#`.
 */
export function shortened(script: string): string {
  return script
    .replace(/^ +/gm, "")
    .replace(/^#(?!!).*\n/gm, "")
    .replace(/\n{2,}/g, "\n");
}
