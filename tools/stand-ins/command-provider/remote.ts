// SPDX-License-Identifier: Apache-2.0
import { constants } from "node:os";

import type { Client } from "ssh2";

import { type Connection, dial } from "./dial";
import { type Execution, type Output, Transcript } from "./execution";
import { askForEnvironment } from "./setenv";

/** Runs a command on another machine over SSH. */
export async function runRemote(connection: Connection, execution: Execution): Promise<Output> {
  const { client, hangUp } = await dial(connection, execution);
  const transcript = new Transcript(execution);
  try {
    return transcript.settle(await end(client, execution, transcript));
  } finally {
    hangUp();
  }
}

/** Why it failed, if it did. Nothing but the machine ends it, as in the original. */
function end(client: Client, execution: Execution, transcript: Transcript): Promise<string | undefined> {
  const { command, stdin, environment, previous } = execution;
  return new Promise((resolve, reject) => {
    askForEnvironment(client, (name) => refusal(name, execution), reject);
    client.exec(command, { env: { ...environment, ...previous } }, (error, channel) => {
      if (error) {
        resolve(`ssh: command ${command} failed`);
        return;
      }
      let ended: string | undefined = "wait: remote command exited without exit status or exit signal";
      channel.on("data", (chunk: Buffer) => transcript.add("stdout", chunk));
      channel.stderr.on("data", (chunk: Buffer) => transcript.add("stderr", chunk));
      channel.on("exit", (code: number | null, signal?: string, _core?: boolean, message?: string) => {
        ended = code === 0 ? undefined : describe(code, signal, message);
      });
      channel.on("close", () => resolve(ended));
      channel.on("error", () => {}); // the server may close without reading stdin
      channel.end(stdin);
    });
  });
}

/** Variables of the user must be taken; those with the previous output need not. */
function refusal(name: string, { environment, previous, warning, error }: Execution): Error | undefined {
  const advice = `Unable to set '${name}'. This only works if your SSH server is configured to accept
	these variables via AcceptEnv. Alternatively, if a Bash-like shell runs the command on the remote host, you could
	prefix the command itself with the variables in the form 'VAR=value command'`;
  if (Object.hasOwn(environment, name) && !Object.hasOwn(previous, name)) {
    error(advice);
    return new Error(`could not set environment variable ${JSON.stringify(name)}: ssh: setenv failed`);
  }
  warning(advice);
  return undefined;
}

function describe(code: number | null, signal: string | undefined, message: string | undefined): string {
  if (code !== null) return `Process exited with status ${code}`;
  const name = signal?.replace(/^SIG/, "");
  const number = (constants.signals as Record<string, number>)[`SIG${name}`] ?? 0;
  return `Process exited with status ${128 + number} from signal ${name}${message ? `. Reason was: ${message}` : ""}`;
}
