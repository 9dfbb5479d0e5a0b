// SPDX-License-Identifier: Apache-2.0
import { connect, isIPv6 } from "node:net";
import type { Duplex } from "node:stream";

import type { Client } from "ssh2";

import { withValues } from "./command-values";
import type { Connection, Endpoint } from "./connection";
import { SshFailure } from "./failure";
import { silentPort } from "./no-login";
import { type CommandWay, missingHere, RunningCommand } from "./command-way";
import { channelFailure, tcpFailure } from "./no-way";
import { within } from "./within";

/** What leads to the port of a host. */
export interface Way {
  stream: Duplex;
  /** The program that leads there, where one does. */
  command?: CommandWay;
}

/** A TCP connection to a host. */
export async function openTcp({ host, port = 22 }: Endpoint, seconds: number, signal: AbortSignal): Promise<Way> {
  const socket = connect({ host: host.replace(/^\[(.*)\]$/, "$1"), port, noDelay: true });
  try {
    await within(seconds, signal, silentPort, (done, fail) => socket.once("connect", done).once("error", fail));
    socket.on("error", () => {}); // its end is seen where it is used
    return { stream: socket };
  } catch (error) {
    socket.destroy();
    throw error instanceof SshFailure ? error : tcpFailure(error as NodeJS.ErrnoException, name({ host, port }));
  }
}

/** A channel to a host, from a bastion where we are logged in. */
export async function openChannel(
  bastion: Client,
  { host, port = 22 }: Endpoint,
  seconds: number,
  signal: AbortSignal,
): Promise<Way> {
  const stream = await within<Duplex>(seconds, signal, silentPort, (done, fail) =>
    bastion.forwardOut("127.0.0.1", 0, host, port, (error, channel) =>
      error ? fail(channelFailure(error, name({ host, port }))) : done(channel),
    ),
  );
  stream.on("error", () => {});
  return { stream };
}

/** The stdin and stdout of a program that leads to a host. @throws SshFailure where it is not on this computer */
export function openCommand(words: string[], connection: Connection): Way {
  const command = withValues(words, connection);
  const missing = missingHere(command);
  if (missing) throw missing;
  const running = new RunningCommand(command);
  return { stream: running.stream, command: running };
}

function name({ host, port }: { host: string; port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
