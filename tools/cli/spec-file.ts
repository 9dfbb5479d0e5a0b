// SPDX-License-Identifier: Apache-2.0
import { constants, createReadStream, openSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

import { type PlatformName, preview, type PlatformSize, type Preview } from "../../cloud-init";
import { WrongUse } from "./exit-status";
import { readYaml } from "./yaml";

/** The platforms whose limits count, by the names of targets in options. */
export const platformOf: Record<string, PlatformName> = { aws: "ec2", gcp: "gce", local: "local" };

/** For the help of each command that reads one. */
export const specHelp = "a spec of a host in YAML or JSON; - reads standard input; cloud-init/examples has some";

/** For the help as well. */
export const specStatus = "A file that cannot be read, or is no YAML, is wrong use.";

/** As messages name the file. */
export const specName = (file: string) => (file === "-" ? "standard input" : file);

/** All that can be said about the spec in a file. @throws WrongUse where the file cannot be read */
export async function readSpec(file: string): Promise<Preview> {
  const name = specName(file);
  const spec = await specText(file);
  try {
    return preview(readYaml(spec, name));
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUse(`${name} has lists or maps that are nested too deeply`);
    throw error;
  }
}

/** @throws WrongUse where it cannot be read */
export async function specText(file: string): Promise<string> {
  try {
    return await text(file === "-" ? process.stdin : open(file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      ENOENT: "does not exist",
      EISDIR: "is a folder; name the file",
      EACCES: "may not be read by you",
    };
    const name = file === "-" ? specName(file) : `the spec ${resolve(file)}`;
    throw new WrongUse(`${name} ${reasons[code ?? ""] ?? `cannot be read: ${message}`}`);
  }
}

/** Opens a pipe without blocking: one without a writer would hold a thread of Node's, and the program could not end. */
function open(file: string): NodeJS.ReadableStream {
  if (!statSync(file).isFIFO()) return createReadStream(file);
  return new Socket({ fd: openSync(file, constants.O_RDONLY | constants.O_NONBLOCK) });
}

/** The problems of a spec, a line for each. */
export function problemLines({ problems }: Preview): string[] {
  return problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`);
}

export function sizeLine({ platform, limit, encoding, bytes }: PlatformSize): string {
  const [name = platform] = Object.entries(platformOf).find(([, one]) => one === platform) ?? [];
  const room = Number.isFinite(limit) ? `of ${limit}` : "without limit";
  return `${name}: ${bytes} bytes ${room}, ${encoding ?? "too large, even compressed"}`;
}
