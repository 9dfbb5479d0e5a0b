// SPDX-License-Identifier: Apache-2.0
import type { Client } from "ssh2";

import { type Connection, type Endpoint, type Steps, steps as usual } from "./connection";
import { credentials } from "./credentials";
import { SshFailure } from "./failure";
import { login } from "./login";
import { openChannel, openCommand, openTcp, type Way } from "./stream";

/** A client that is logged in, and how to hang up. */
export interface Session {
  client: Client;
  close: () => void;
}

/** Logs in to a host, by one bastion at most. @throws SshFailure */
export async function dial(connection: Connection, signal: AbortSignal, steps: Steps = usual): Promise<Session> {
  const { proxy, proxyCommand } = connection;
  const own = await credentials(connection, "connection");
  if (!proxy) {
    const way = proxyCommand ? openCommand(proxyCommand, connection) : await openTcp(connection, steps.tcp, signal);
    return session(await login(way, own, steps, signal), [way]);
  }
  const bastion = await dialBastion(proxy, signal, steps);
  try {
    const way = await openChannel(bastion.client, connection, steps.channel, signal);
    return session(await login(way, own, steps, signal), [way], bastion);
  } catch (error) {
    bastion.close();
    throw error;
  }
}

async function dialBastion(proxy: Endpoint, signal: AbortSignal, steps: Steps): Promise<Session> {
  const theirs = await credentials(proxy, "connection.proxy");
  try {
    const way = await openTcp(proxy, steps.tcp, signal);
    return session(await login(way, theirs, steps, signal), [way]);
  } catch (error) {
    throw error instanceof SshFailure ? error.atBastion(proxy.host) : error;
  }
}

function session(client: Client, ways: Way[], bastion?: Session): Session {
  client.on("error", () => {}); // what runs sees its channel close
  return {
    client,
    close: () => {
      client.end();
      client.destroy();
      for (const { stream } of ways) stream.destroy();
      bastion?.close();
    },
  };
}
