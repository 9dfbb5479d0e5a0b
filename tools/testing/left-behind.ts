// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** How long what has lost its parent may take to notice. */
const grace = 5000;
/** What programs keep in the folder for temporary files on purpose. */
const caches = /^(node-compile-cache|tsx-\d+)$/;

/**
 * Names what a run has left that had this folder for its temporary files, then ends and removes it: processes that have
 * the folder in their environment or command line, and files in it. A port that is still open is one of those processes.
 */
export async function endLeftBehind(temporary: string): Promise<string[]> {
  const end = Date.now() + grace;
  let pids = running(temporary);
  for (; pids.length > 0 && Date.now() < end; pids = running(temporary)) await pause(100);
  const lines = list("axww");
  const processes = pids.map((pid) => `process ${pid}: ${lines.get(pid) ?? "ended by now"}`);
  for (const pid of pids) kill(pid);
  const files = readdirSync(temporary).filter((name) => !caches.test(name));
  rmSync(temporary, { recursive: true, force: true });
  return [...processes, ...files.map((name) => `${temporary}/${name}`)];
}

function running(temporary: string): number[] {
  return [...list("axeww")].filter(([, line]) => line.includes(temporary)).map(([pid]) => pid);
}

/** Command lines by pid; with `e` among the flags, the environments stand behind them. */
function list(flags: string): Map<number, string> {
  const lines = execFileSync("ps", [flags, "-o", "pid=", "-o", "args="], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  }).split("\n");
  return new Map(lines.map((line) => [parseInt(line), line.trim().replace(/^\d+\s+/, "")]));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended in the meantime
  }
}
