// SPDX-License-Identifier: Apache-2.0
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below those that a system gives to programs which ask for any port, and to connections: one of these would soon be another's.
 * Linux gives them from 32768 on, by net.ipv4.ip_local_port_range, macOS and Windows from 49152 on.
 */
const [lowest, end] = [16_384, 32_768];

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(lowest, end);
    if (await isFree(port)) return port;
  }
  throw new Error(`of 100 ports from ${lowest} to ${end - 1} of 127.0.0.1, programs listen on each; end some of them`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    // EACCES: Windows keeps some for itself.
    if (["EADDRINUSE", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
  server.close();
  await once(server, "close");
  return true;
}
