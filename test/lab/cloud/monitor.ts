// SPDX-License-Identifier: Apache-2.0
// Talks to a running QEMU (QMP: one JSON value a line).
import { closeSync, openSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const patience = 20_000;

interface Reply {
  return?: unknown;
  error?: { desc: string };
}

/** Runs commands in the order given and gives back what each returns. */
export async function monitor(directory: string, commands: [string, object?][]): Promise<unknown[]> {
  // A socket's path holds 107 bytes at most, and a folder may be deeper than that.
  const folder = openSync(directory, "r");
  const socket = connect(`/proc/self/fd/${folder}/qmp.sock`);
  const timer = setTimeout(() => socket.destroy(new Error(`QEMU's monitor in ${directory} does not answer`)), patience);
  try {
    await once(socket, "connect");
    const lines = createInterface(socket)[Symbol.asyncIterator]();
    const results: unknown[] = [];
    for (const [execute, args] of [["qmp_capabilities"] as [string, object?], ...commands]) {
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
      results.push(await reply(lines, execute, directory));
    }
    return results.slice(1);
  } finally {
    clearTimeout(timer);
    socket.destroy();
    closeSync(folder);
  }
}

/** The answer to the last command: greeting and events come in between. */
async function reply(lines: AsyncIterator<string>, command: string, directory: string): Promise<unknown> {
  for (;;) {
    const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
    if (done) throw new Error(`QEMU in ${directory} ended during ${command}`);
    const message = JSON.parse(value) as Reply;
    if (message.error) throw new Error(`QEMU refuses ${command}: ${message.error.desc}`);
    if ("return" in message) return message.return;
  }
}

/** Commands of the monitor for people. It answers with text where something is wrong, and where a forward is gone. */
export async function tell(directory: string, lines: string[]): Promise<void> {
  const answers = await monitor(
    directory,
    lines.map((line) => ["human-monitor-command", { "command-line": line }]),
  );
  answers.forEach((answer, index) => {
    if (answer !== "" && !/^host forwarding rule for .* (removed|not found)\s*$/.test(String(answer)))
      throw new Error(`QEMU: ${lines[index]}: ${String(answer).trim()}`);
  });
}
