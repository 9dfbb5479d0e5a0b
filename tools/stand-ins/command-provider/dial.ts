// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import type { Client, ClientChannel } from "ssh2";

import { type Credentials, credentials, type Endpoint } from "./credentials";
import { Expired } from "./expired";
import { dialTcp, handshake } from "./handshake";
import type { Execution } from "./execution";

export interface Connection extends Endpoint {
  proxy?: Endpoint;
}

type Patience = Pick<Execution, "cancelled" | "deadline" | "status">;

/** A client that is let in, by one detour at most, and how to hang up. */
export async function dial(
  connection: Connection,
  patience: Patience,
): Promise<{ client: Client; hangUp: () => void }> {
  const own = await credentials(connection);
  if (!connection.proxy) {
    const client = await retry("Dial", connection, patience, () => dialSsh(connection, own));
    return { client, hangUp: () => client.end() };
  }
  const { proxy: bastion } = connection;
  try {
    const theirs = await credentials(bastion);
    const proxy = await retry("Dial proxy", bastion, patience, () => dialSsh(bastion, theirs));
    const channel = await retry("Dial from proxy", connection, patience, () => forward(proxy, connection));
    // The original tries again on the same channel, which the first failure has closed: a proxied host gets one try.
    let used = false;
    const client = await retry("Dial", connection, patience, async () => {
      if (used) throw new Error("ssh: handshake failed: EOF");
      used = true;
      return handshake(channel, own);
    });
    return { client, hangUp: () => [client, proxy].forEach((end) => end.end()) };
  } catch (error) {
    if (error instanceof Expired) throw error;
    throw new Error(`proxy: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** The original's patience: 100 ms, growing by half to 5 s, until one try more than the limit has failed. */
async function retry<T>(
  what: string,
  { dialErrorLimit: limit = 10 }: Endpoint,
  { deadline, cancelled, status }: Patience,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let failures = 1, wait = 100; ; failures++, wait = Math.min(wait * 1.5, 5000)) {
    try {
      return await attempt();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (limit > -1 && failures > limit)
        throw new Error(`after ${failures - 1} failed attempts: ${reason}`, { cause: error });
      status(`${what} ${failures}/${limit === -1 ? "inf" : limit} failed: retrying`);
      // They count here only: neither ends a dial or a command that hangs.
      await pause(wait, undefined, { signal: AbortSignal.any([deadline, cancelled]) }).catch(() => {
        throw new Expired(cancelled.aborted);
      });
    }
  }
}

async function dialSsh({ host, port = 22, perDialTimeout = 15 }: Endpoint, own: Credentials): Promise<Client> {
  return handshake(await dialTcp(host, port, perDialTimeout), own);
}

function forward(proxy: Client, { host, port = 22 }: Endpoint): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    proxy.forwardOut("127.0.0.1", 0, host, port, (error, channel) =>
      error ? reject(new Error(`ssh: rejected: ${error.message}`)) : resolve(channel),
    );
  });
}
