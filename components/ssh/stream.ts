// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { connect, isIPv6 } from "node:net";
import { Duplex } from "node:stream";

import type { Client } from "ssh2";

import type { Connection, Endpoint } from "./connection";
import { firstLine, SshFailure } from "./failure";
import { silentPort } from "./no-login";
import { channelFailure, commandFailure, tcpFailure } from "./no-way";
import { within } from "./within";

/** What leads to the port of a host. */
export interface Way {
  stream: Duplex;
  /** Why it ended, where more is known than that the stream has ended. */
  ended?: Promise<SshFailure>;
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

/** The stdin and stdout of a program that leads to a host. */
export function openCommand(command: string[], { host, port = 22, user = "root" }: Connection): Way {
  const values: Record<string, string> = { "%h": host, "%p": String(port), "%r": user, "%%": "%" };
  const [program = "", ...args] = command.map((word) => word.replace(/%[hpr%]/g, (mark) => values[mark] ?? mark));
  // A group of its own, so that what it has started ends with it.
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], detached: process.platform !== "win32" });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
  const ended = new Promise<SshFailure>((resolve) => {
    child.on("error", (error) => resolve(commandFailure(program, error.message)));
    child.on("close", (status, signal) => {
      const last = firstLine(said.trim().split("\n").at(-1) ?? "");
      resolve(commandFailure(program, `ended with ${signal ?? `status ${status}`}${last && `: ${last}`}`));
    });
  });
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  stream.on("error", () => {}).on("close", () => endGroup(child.pid));
  return { stream, ended };
}

/** Ends a program that was started in a group of its own, and what it has started. */
export function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(process.platform === "win32" ? pid : -pid, "SIGTERM");
  } catch {
    // it has ended by itself
  }
}

function name({ host, port }: { host: string; port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
