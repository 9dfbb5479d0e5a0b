// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import { adoptPart, partOf, sizeOfPart } from "./download-part";

/** Called with each sign of progress. */
type Report = (line: string) => void;

/** How long an answer, and each further piece of it, may take. */
const patience = { answer: 5000, piece: 30_000 };

/** HTTP's "partial content" and "range not satisfiable". */
const [partial, beyond] = [206, 416];

/** The address cannot be reached, as on a machine without internet: something else may be tried. */
export class Unreachable extends Error {}

/** The address can be reached, and its content came only in part, which is kept: nothing else need be tried. */
export class BrokeOff extends Error {}

/** What the address answers, within five seconds; else throws {@link Unreachable}. */
export async function fetchText(address: string): Promise<string> {
  return (await request(address, undefined, AbortSignal.timeout(patience.answer))).text();
}

/**
 * Downloads into `file`, going on where an interrupted download ended, and keeps only what has the right digest. One that
 * breaks off goes on at once, as long as each try brings something. Processes that want the same file do not meet.
 */
export async function download(address: string, file: string, sha256: string, report: Report): Promise<void> {
  adoptPart(file);
  let broke: BrokeOff | undefined;
  for (let had = -1; ; had = sizeOfPart(file)) {
    try {
      await fetchFile(address, file, sha256, report);
      return;
    } catch (error) {
      if (error instanceof BrokeOff) broke = error;
      // An address that was there a moment ago: it is the connection that fails.
      else if (broke === undefined || !(error instanceof Unreachable)) throw error;
      if (sizeOfPart(file) <= had) throw broke;
      report(broke.message);
    }
  }
}

async function fetchFile(address: string, file: string, sha256: string, report: Report): Promise<void> {
  const part = partOf(file);
  const have = sizeOfPart(file);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience.answer);
  const range = have > 0 ? { Range: `bytes=${have}-` } : undefined;
  const response = await request(address, range, stop.signal).finally(() => clearTimeout(timer));
  // Where the part is as long as the file, or longer, it is whole, or worth nothing.
  if (response.status !== beyond) await write(response, part, address, stop, report);
  const found = await digest(part);
  if (found === sha256) {
    renameSync(part, file);
    return;
  }
  rmSync(part);
  // Its beginning may be of another file, which was at that address some time ago.
  if (response.status === partial || response.status === beyond) return fetchFile(address, file, sha256, report);
  throw new Error(
    `${address} has SHA-256 ${found}, expected ${sha256}; the file was changed or the pin is out of date`,
  );
}

/** Writes what is answered to the end of the part, or in place of it. */
async function write(
  { status, headers, body }: Response,
  part: string,
  address: string,
  stop: AbortController,
  report: Report,
): Promise<void> {
  if (!body) throw new Unreachable(`${address} answered without content`);
  let received = status === partial ? statSync(part).size : 0;
  const length = Number(headers.get("content-length") ?? 0);
  const total = length > 0 ? received + length : 0;
  const flags = status === partial ? "a" : "w";
  const wait = () => setTimeout(() => stop.abort(), patience.piece);
  let timer = wait();
  async function* counted(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      clearTimeout(timer);
      timer = wait();
      received += chunk.length;
      report(bar(received, total));
      yield chunk;
    }
  }
  try {
    await pipeline(body, counted, createWriteStream(part, { flags }));
  } catch (error) {
    // This computer's own trouble, such as a full disk.
    if (typeof error === "object" && error !== null && "syscall" in error) throw error;
    const ofAll = total > 0 ? ` of ${megabytes(total)}` : "";
    throw new BrokeOff(`${address} broke off after ${megabytes(received)}${ofAll} MB`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function request(address: string, range: { Range: string } | undefined, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { ...(range && { headers: range }), signal });
  } catch (error) {
    throw new Unreachable(`${address} cannot be reached${unusedProxy(process.env)}`, { cause: error });
  }
  if (response.ok || (response.status === beyond && range)) return response;
  throw new Unreachable(`${address} answered ${response.status}`);
}

/** curl and dnf go through a proxy that these variables name. Node does so only where it is told to, since 22.21. */
function unusedProxy({ NODE_USE_ENV_PROXY, ...environment }: NodeJS.ProcessEnv): string {
  const name = ["HTTPS_PROXY", "https_proxy"].find((each) => environment[each]);
  if (name === undefined || NODE_USE_ENV_PROXY === "1") return "";
  return `; ${name} is set, and Node.js takes that proxy only where NODE_USE_ENV_PROXY=1 is set as well`;
}

function bar(received: number, total: number): string {
  const share = total > 0 ? received / total : 0;
  const width = Math.round(share * 30);
  return `[${"=".repeat(width)}${" ".repeat(30 - width)}] ${Math.floor(share * 100)} % of ${megabytes(total)} MB`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

async function digest(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
