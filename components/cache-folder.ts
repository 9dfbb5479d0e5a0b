// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder for what can be downloaded or made again, which all projects of this computer share. */
export function cacheFolder(...path: string[]): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "pulumi-docker-host", ...path);
}
