// SPDX-License-Identifier: Apache-2.0
import { constants } from "node:os";

import type { Client, ClientChannel } from "ssh2";

import { type Connection, type Steps, steps as usual } from "./connection";
import { dial, type Session } from "./dial";
import { brokenSession, noChannel } from "./no-login";
import { within } from "./within";

export interface RemoteCommand {
  /** A line for the user's login shell. */
  command: string;
  stdin?: string;
  /** Called when the login is accepted. */
  onLogin?: () => void;
  /** Called with each part of stderr, as it comes. */
  onStderr?: (text: string) => void;
}

/** How a command ended. */
export interface Ended {
  stdout: string;
  stderr: string;
  /** Its exit status; undefined where a signal has ended it. */
  status: number | undefined;
  signal?: string;
}

/** The exit status that a shell gives to a command that a signal has ended. */
export function ofSignal(name = ""): number {
  return 128 + ((constants.signals as Record<string, number>)[`SIG${name.replace(/^SIG/, "")}`] ?? 0);
}

/** A command may write no more: it would be of no use, and could fill this computer's memory. */
export const mostBytes = 64 * 1024 * 1024;

export const tooMuch = () => brokenSession(`the command wrote more than ${mostBytes} bytes`);

/**
 * Runs one command on a host. It may run until `signal` is aborted: without one, only a host that gives no sign of life
 * ends it.
 *
 * @throws SshFailure where the host cannot be asked, or the connection breaks
 */
export async function runOverSsh(
  connection: Connection,
  remote: RemoteCommand,
  signal: AbortSignal = new AbortController().signal,
  steps: Steps = usual,
): Promise<Ended> {
  const session = await dial(connection, signal, steps);
  try {
    return await runInSession(session, remote, signal, steps);
  } finally {
    session.close();
  }
}

/** The same where the login is made already. Other commands may come after it. */
export async function runInSession(
  { client }: Session,
  remote: RemoteCommand,
  signal: AbortSignal,
  steps: Steps = usual,
): Promise<Ended> {
  remote.onLogin?.();
  const channel = await unlessLost<ClientChannel>(client, steps.channel, signal, noChannel, (done, fail) => {
    try {
      client.exec(remote.command, (error, opened) => (error ? fail(brokenSession(error.message)) : done(opened)));
    } catch {
      fail(brokenSession("")); // it was lost before that
    }
  });
  return ended(client, channel, remote, signal);
}

function ended(client: Client, channel: ClientChannel, remote: RemoteCommand, signal: AbortSignal): Promise<Ended> {
  const streams = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  let bytes = 0;
  return unlessLost<Ended>(
    client,
    2 ** 31 / 1000 - 1, // Node's longest
    signal,
    () => brokenSession("the command did not end in time"),
    (done, fail) => {
      const take = (stream: keyof typeof streams) => (data: Buffer) => {
        bytes += data.length;
        if (bytes > mostBytes) fail(tooMuch());
        else streams[stream].push(data);
        if (stream === "stderr") remote.onStderr?.(data.toString());
      };
      channel.on("data", take("stdout")).stderr.on("data", take("stderr"));
      channel.on("error", () => {}); // the server may close without reading stdin
      // `close` also says how the command ended. `exit` does so earlier: where that is at once, before we listen.
      channel.on("close", (code: number | null | undefined, killed?: string) => {
        const status = code ?? undefined;
        const [stdout = "", stderr = ""] = Object.values(streams).map((parts) => Buffer.concat(parts).toString());
        if (status === undefined && killed === undefined) fail(brokenSession(""));
        else done({ stdout, stderr, status, ...(killed !== undefined && { signal: killed }) });
      });
      channel.end(remote.stdin ?? "");
    },
  );
}

/** Waits as `within` does, and fails where the connection is lost. */
async function unlessLost<T>(
  client: Client,
  ...[seconds, signal, late, start]: Parameters<typeof within<T>>
): Promise<T> {
  let onError: (error: Error & { level?: string }) => void = () => {};
  let onClose = () => {};
  try {
    return await within<T>(seconds, signal, late, (done, fail) => {
      onError = (error) => fail(brokenSession(words(error)));
      onClose = () => fail(brokenSession(""));
      client.once("error", onError).once("close", onClose);
      start(done, fail);
    });
  } finally {
    client.off("error", onError).off("close", onClose);
  }
}

function words({ message, level }: Error & { level?: string }): string {
  return level === "client-timeout" ? "the host gives no sign of life" : message;
}
