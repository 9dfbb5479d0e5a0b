// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";

/** Of the hosts. */
export const names = Array.from({ length: 100 }, (_, i) => `host-${i}`);

/** What a program has used when it ends. */
export interface Usage {
  /** Seconds of processors: how long it waits for the engine says nothing of the program. */
  seconds: number;
  /** The most memory that it had at a time. */
  mebibytes: number;
}

/** Makes resources, and leaves what that took in the file that the measuring has named. */
export function measured(make: () => void): void {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: Usage = { seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
    writeFileSync(process.env.BENCH_USAGE ?? "usage.json", JSON.stringify(usage));
  });
  make();
}
