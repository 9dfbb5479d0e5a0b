// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Report } from "./progress";

/** The address cannot be reached, as on a machine without internet: something else may be tried. */
export class Unreachable extends Error {}

/** Answers within the time that a person does not notice, or throws {@link Unreachable}. */
export async function fetchText(address: string): Promise<string> {
  return (await request(address, {})).text();
}

/** Downloads into `file`, going on where an interrupted download ended, and keeps only what has the right digest. */
export async function download(address: string, file: string, sha256: string, report: Report): Promise<void> {
  const part = `${file}.part`;
  const have = existsSync(part) ? statSync(part).size : 0;
  const response = await request(address, have > 0 ? { Range: `bytes=${have}-` } : {});
  const resumed = response.status === 206;
  const total = Number(response.headers.get("content-length") ?? 0) + (resumed ? have : 0);
  let received = resumed ? have : 0;
  if (!response.body) throw new Unreachable(`${address} answered without content`);
  await pipeline(
    response.body,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        received += chunk.length;
        report(bar(received, total));
        yield chunk;
      }
    },
    createWriteStream(part, { flags: resumed ? "a" : "w" }),
  );
  const found = await digest(part);
  if (found !== sha256) {
    rmSync(part);
    throw new Error(`${address} has SHA-256 ${found}, expected ${sha256}; the file was changed or the pin is out of date`);
  }
  renameSync(part, file);
}

async function request(address: string, headers: Record<string, string>): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 5000);
  try {
    const response = await fetch(address, { headers, signal: patience.signal });
    if (response.ok) return response;
    throw new Unreachable(`${address} answered ${response.status}`);
  } catch (error) {
    throw error instanceof Unreachable ? error : new Unreachable(`${address} cannot be reached`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function bar(received: number, total: number): string {
  const share = total > 0 ? received / total : 0;
  const width = Math.round(share * 30);
  return `[${"=".repeat(width)}${" ".repeat(30 - width)}] ${Math.floor(share * 100)} % of ${Math.round(total / 1e6)} MB`;
}

async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
