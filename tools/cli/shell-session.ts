// SPDX-License-Identifier: Apache-2.0
import { constants } from "node:os";

import type { Client, ClientChannel, PseudoTtyOptions } from "ssh2";

import { brokenSession } from "../../components/ssh/no-login";
import { ofSignal } from "../../components/ssh/run";

/** Joins this program's streams to a command on the host, or to a shell, and returns its exit status. */
export async function talk(client: Client, command: string | undefined): Promise<number> {
  const isTerminal = command === undefined && process.stdin.isTTY && process.stdout.isTTY;
  const channel = await open(client, command, isTerminal);
  const restore = isTerminal ? ownTerminal(channel) : () => {};
  try {
    return await joined(client, channel);
  } finally {
    restore();
    process.stdin.unpipe(channel);
    // An open stdin would keep this program waiting for somebody to type.
    process.stdin.destroy();
  }
}

function open(client: Client, command: string | undefined, isTerminal: boolean): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.once("close", () => reject(brokenSession("")));
    const opened = (error: Error | undefined, channel: ClientChannel) =>
      error ? reject(brokenSession(error.message)) : resolve(channel);
    if (command !== undefined) client.exec(command, opened);
    else client.shell(isTerminal ? terminal() : false, opened);
  });
}

const terminal = (): PseudoTtyOptions => ({
  term: process.env.TERM ?? "xterm",
  ...{ cols: process.stdout.columns, rows: process.stdout.rows, width: 0, height: 0 },
});

/** Sends each key, and the terminal's size, to the host. Whatever happens, the terminal is as before afterwards. */
function ownTerminal(channel: ClientChannel): () => void {
  const resize = () => channel.setWindow(process.stdout.rows, process.stdout.columns, 0, 0);
  const restore = () => {
    process.stdout.off("resize", resize);
    process.off("exit", restore);
    process.stdin.setRawMode(false);
  };
  process.on("exit", restore);
  process.once("SIGHUP", () => process.exit(128 + constants.signals.SIGHUP));
  process.stdout.on("resize", resize);
  process.stdin.setRawMode(true);
  return restore;
}

function joined(client: Client, channel: ClientChannel): Promise<number> {
  return new Promise((resolve, reject) => {
    let ended: number | undefined;
    let open = 3;
    const close = () => {
      if (--open > 0) return;
      if (ended === undefined) reject(brokenSession("the host gives no sign of life, or ended the session"));
      else resolve(ended);
    };
    // `close` also says how the command ended. `exit` does so earlier: where that is at once, before we listen.
    channel.on("close", (code: number | null | undefined, signal?: string) => {
      ended ??= code ?? (signal === undefined ? undefined : ofSignal(signal));
      close();
    });
    channel.on("error", () => {});
    // What was sent last may still be on its way to a slow reader when the channel closes.
    channel.on("end", close).stderr.on("end", close);
    client.once("close", () => {
      if (ended === undefined) reject(brokenSession(""));
    });
    channel.pipe(process.stdout, { end: false });
    channel.stderr.pipe(process.stderr, { end: false });
    process.stdin.on("error", () => {}).pipe(channel);
  });
}
