// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The line by which a script takes in another one of guest/, after the line that tells shellcheck where that is. */
const sourced = /^# shellcheck source=.*\n\. (\S+\.sh)\n/gm;
/** What such a script says of itself, up to its first empty line. */
const head = /^(#.*\n)+\n/;

/** A script of guest/, complete. */
export function guestScript(name: string): string {
  return scriptAt(join(__dirname, "guest", name));
}

/** A script, with what it takes in put in its place: a guest is sent one file. */
export function scriptAt(path: string): string {
  return readFileSync(path, "utf8").replace(sourced, (_line, name: string) => guestScript(name).replace(head, ""));
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
