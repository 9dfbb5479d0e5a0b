// SPDX-License-Identifier: Apache-2.0
import { Client, utils } from "ssh2";

/** Of a remote command's connection, what is needed to reach a host directly. */
export interface Connection {
  host: string;
  port?: number;
  user?: string;
  password?: string;
  privateKey?: string;
  hostKey?: string;
  proxy?: unknown;
}

/** What a script wrote to stdout, and how it ended. */
export interface Ended {
  output: string;
  status: number;
}

/** Codes of Node and their words in the provider's errors, which components/health/ssh-failure.ts knows. */
const words: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ETIMEDOUT: "connection timed out",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ENOTFOUND: "no such host",
};

/** Runs a command over SSH with a text on its stdin, for at most so many seconds. */
export function runScript(
  connection: Connection,
  command: string,
  stdin: string,
  seconds: number,
  onLine: (line: string) => void,
): Promise<Ended> {
  if (connection.proxy !== undefined) throw new Error("the host is behind a proxy; run `pulumi up` to check it");
  const { host, port = 22, user: username = "root", password, privateKey } = connection;
  const client = new Client();
  return new Promise<Ended>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the check did not end within ${seconds} s`)), seconds * 1000);
    client.on("error", (error) => reject(new Error(inWords(error), { cause: error })));
    client.on("close", () => {
      clearTimeout(timer);
      reject(new Error("lost connection"));
    });
    client.on("ready", () => {
      client.exec(command, (error, channel) => {
        if (error) {
          reject(error);
          return;
        }
        let output = "";
        channel.on("data", (chunk: Buffer) => (output += chunk.toString()));
        channel.stderr.on("data", (chunk: Buffer) => chunk.toString().split("\n").filter(Boolean).forEach(onLine));
        channel.on("close", (status: number | null) =>
          status === null ? reject(new Error("lost connection")) : resolve({ output, status }),
        );
        channel.end(stdin);
      });
    });
    client.connect({
      ...{ host, port, username, readyTimeout: 30_000, hostVerifier: verifier(connection.hostKey) },
      ...(password !== undefined && { password }),
      ...(privateKey !== undefined && { privateKey }),
    });
  }).finally(() => client.end());
}

function verifier(line: string | undefined): (key: Buffer) => boolean {
  if (line === undefined) return () => true;
  const expected = utils.parseKey(line);
  if (expected instanceof Error) throw new Error("failed to parse host key", { cause: expected });
  return (key) => key.equals(expected.getPublicSSH());
}

function inWords(error: Error & { code?: string; level?: string }): string {
  if (error.level === "client-authentication") return "unable to authenticate";
  if (/verification failed|no matching host key/i.test(error.message)) return "host key mismatch";
  if (error.level === "client-timeout") return "i/o timeout";
  return words[error.code ?? ""] ?? error.message;
}
