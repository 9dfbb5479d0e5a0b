// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

import { download, Unreachable } from "./download";

const underWay = new Map<string, Promise<string>>();

/**
 * The disk, which comes from the first of the addresses that has it, where it is not there yet. One that was put there by
 * hand, and has other than `bytes`, is not whole.
 */
export function fetchImage(
  disk: string,
  sha256: string,
  from: string[],
  report: (line: string) => void,
  bytes?: number,
): Promise<string> {
  const size = statSync(disk, { throwIfNoEntry: false })?.size;
  if (size !== undefined && size === (bytes ?? size)) return Promise.resolve(disk);
  const fetching =
    underWay.get(disk) ?? fetchFrom(disk, sha256, from, report).finally(() => void underWay.delete(disk));
  underWay.set(disk, fetching);
  return fetching;
}

async function fetchFrom(
  disk: string,
  sha256: string,
  [address = "", ...others]: string[],
  report: (line: string) => void,
): Promise<string> {
  mkdirSync(dirname(disk), { recursive: true });
  try {
    await download(address, disk, sha256, report);
    return disk;
  } catch (error) {
    if (others.length === 0 || !(error instanceof Unreachable)) throw error;
    report(error.message);
    return fetchFrom(disk, sha256, others, report);
  }
}
