// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** The folder for what can be downloaded or made again, which all projects of this computer share. */
export function cacheFolder(...path: string[]): string {
  // QEMU would look for a relative path beside a machine's disk; https://specifications.freedesktop.org/basedir has it ignored.
  const { XDG_CACHE_HOME: given = "" } = process.env;
  return join(isAbsolute(given) ? given : join(homedir(), ".cache"), "pulumi-docker-host", ...path);
}
