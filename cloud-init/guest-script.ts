// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { linuxText } from "./line-ends";

/** The line with which a script sources another one of guest/, and the line before it, for shellcheck. */
const sourced = /^# shellcheck source=.*\n\. (\S+\.sh)\n/gm;
/** The comment at the top of a sourced script, up to its first empty line. */
const head = /^(#.*\n)+\n/;

/** A script of guest/, with the scripts that it sources. */
export function guestScript(name: string): string {
  return scriptAt(join(__dirname, "guest", name));
}

/** A script in which the text of each sourced script takes the place of its line: a guest is sent one file. */
export function scriptAt(path: string): string {
  return ownText(path).replace(sourced, (_line, name: string) => guestScript(name).replace(head, ""));
}

/** A text of this package that is sent to a guest, the same whatever a checkout has made of its line ends. */
export function ownText(path: string): string {
  return linuxText(readFileSync(path, "utf8"));
}

/** The path of a script of this package that is run where it lies. @throws where bash could not read it */
export function scriptToRun(path: string): string {
  if (readFileSync(path, "utf8") === ownText(path)) return path;
  throw new Error(
    `${path} has the line ends of Windows, with which bash does not run it; check it out again with those of Linux, as .gitattributes says`,
  );
}

/**
 * Removes comment lines, empty lines and indentation, and goes on in the same line where a command does or ends, because
 * user data is limited to 16 KiB on EC2. A script for which this is used must hold no comment behind a command, and no
 * string with lines that begin with spaces or `#`, that end as such a command does, or that begin with what ends one.
 */
export function shortened(script: string): string {
  return script
    .replace(/^ +/gm, "")
    .replace(/^#(?!!).*\n/gm, "")
    .replace(/\n{2,}/g, "\n")
    .replace(/(\|\||&&|\{|\bdo|\bthen)\n/g, "$1 ")
    .replaceAll("\\\n", "")
    .replace(/\n(\}|fi|done)(?=\s)/g, "; $1");
}
