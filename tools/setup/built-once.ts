// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

import { type Report, run } from "../shared/subprocess";

// What a build leaves running must not hold the lock. Where there is no flock, nothing of this is built either: its own words say why.
const inTurn = `exec 9>"$0.lock"; ! command -v flock >/dev/null || flock 9; [[ -e $0 ]] || "$@" "$0" 9>&-`;

/**
 * What a command makes, whose last argument this path becomes, and what is there only once it is complete. Whoever asks while another
 * process makes it waits: each would throw away what the other has begun.
 */
export async function builtOnce(path: string, command: string[], report: Report): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  await run("bash", ["-c", inTurn, path, ...command], report);
  return path;
}
