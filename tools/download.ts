// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Report } from "./subprocess";

/** How long an answer, and each further piece of it, may take. */
const patience = { answer: 5000, piece: 30_000 };

/** HTTP's "range not satisfiable". */
const beyond = 416;

/** The address cannot be reached, as on a machine without internet: something else may be tried. */
export class Unreachable extends Error {}

/** What the address answers, within five seconds; else throws {@link Unreachable}. */
export async function fetchText(address: string): Promise<string> {
  return (await request(address, {}, AbortSignal.timeout(patience.answer))).text();
}

/** Downloads into `file`, going on where an interrupted download ended, and keeps only what has the right digest. */
export async function download(address: string, file: string, sha256: string, report: Report): Promise<void> {
  const part = `${file}.part`;
  const have = existsSync(part) ? statSync(part).size : 0;
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), patience.answer);
  const response = await request(address, have > 0 ? { Range: `bytes=${have}-` } : {}, stop.signal).finally(() =>
    clearTimeout(timer),
  );
  if (response.status === beyond) {
    // The part is as long as the file, or longer: it is whole, or worth nothing.
    if ((await digest(part)) === sha256) renameSync(part, file);
    else {
      rmSync(part);
      await download(address, file, sha256, report);
    }
    return;
  }
  const resumed = response.status === 206;
  const total = Number(response.headers.get("content-length") ?? 0) + (resumed ? have : 0);
  let received = resumed ? have : 0;
  const { body } = response;
  if (!body) throw new Unreachable(`${address} answered without content`);
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      timer = setTimeout(() => stop.abort(), patience.piece);
      received += chunk.length;
      report(bar(received, total));
      yield chunk;
    }
  }
  try {
    await pipeline(body, counted, createWriteStream(part, { flags: resumed ? "a" : "w" }));
  } catch (error) {
    throw new Unreachable(`${address} broke off after ${Math.round(received / 1e6)} MB`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  const found = await digest(part);
  if (found !== sha256) {
    rmSync(part);
    throw new Error(
      `${address} has SHA-256 ${found}, expected ${sha256}; the file was changed or the pin is out of date`,
    );
  }
  renameSync(part, file);
}

async function request(address: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { headers, signal });
  } catch (error) {
    throw new Unreachable(`${address} cannot be reached`, { cause: error });
  }
  if (response.ok || (response.status === beyond && "Range" in headers)) return response;
  throw new Unreachable(`${address} answered ${response.status}`);
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
