// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cache } from "../shared/places";
import type { Report } from "../shared/subprocess";
import { Unreachable } from "../../components/local/download";

const day = 24 * 60 * 60 * 1000;

/**
 * What the download gives, or nothing where it cannot be had. That is remembered for a day: a firewall that swallows
 * packets would otherwise cost every start several seconds.
 */
export async function ifReachable<T>(what: string, report: Report, get: () => Promise<T>): Promise<T | undefined> {
  const refusal = join(cache, "unreachable", what);
  if (existsSync(refusal) && Date.now() - statSync(refusal).mtimeMs < day) return undefined;
  try {
    const got = await get();
    rmSync(refusal, { force: true });
    return got;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    report(`no download of ${what}: ${error.message}`);
    mkdirSync(join(cache, "unreachable"), { recursive: true });
    writeFileSync(refusal, error.message);
    return undefined;
  }
}
