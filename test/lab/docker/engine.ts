// SPDX-License-Identifier: Apache-2.0
// The way to a daemon that the docker command and the provider share: an `ssh` for each connection, whose stdin and stdout are HTTP.
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";

export interface Answer {
  status: number;
  body: unknown;
}

/** Asks the daemon that the provider's configuration names. @throws Error where no connection leads there, in the provider's words */
export async function ask(config: Properties, method: string, path: string, body?: object): Promise<Answer> {
  const { host, sshOpts } = config as { host: string; sshOpts?: string };
  const args = sshArguments(host, sshOpts === undefined ? [] : (JSON.parse(sshOpts) as string[]));
  const ssh = spawn("ssh", args, { stdio: "pipe" });
  const ended = new Promise<number | string | null>((resolve) => {
    ssh.on("error", ({ message }) => resolve(message)).on("close", (status) => resolve(status));
  });
  ssh.stdin.on("error", () => {}).write(asHttp(method, path, body));
  const [heard, said] = await Promise.all([text(ssh.stdout), text(ssh.stderr)]);
  ssh.stdin.destroy();
  const status = await ended;
  const answer = /^HTTP\/1\.\d (\d{3})[^]*?\r\n\r\n([^]*)$/.exec(heard);
  if (answer) return { status: Number(answer[1]), body: parsed(answer[2] ?? "") };
  throw new Error(
    `Error pinging Docker server, please make sure that ${host} is reachable and has a  '_ping' endpoint. Error: ` +
      `command [ssh ${args.join(" ")}] has exited with exit status ${status}, make sure the URL is valid, and Docker ` +
      `18.09 or later is installed on the remote host: stderr=${said}`,
  );
}

/** With 1.0, the answer is over when the daemon hangs up. */
function asHttp(method: string, path: string, body?: object): string {
  const content = body ? JSON.stringify(body) : "";
  const headers = ["Host: docker", "Content-Type: application/json", `Content-Length: ${Buffer.byteLength(content)}`];
  return [`${method} ${path} HTTP/1.0`, ...headers, "", content].join("\r\n");
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // nothing is said, or no JSON
  }
}

function sshArguments(host: string, options: string[]): string[] {
  const { protocol, username, hostname, port, search, hash } = new URL(host);
  if (protocol !== "ssh:" || search !== "" || hash !== "") throw new Error(`ssh host connection is not valid: ${host}`);
  const login = [...(username ? ["-l", username] : []), ...(port ? ["-p", port] : [])];
  const timeout = options.join("").includes("ConnectTimeout") ? [] : ["-o ConnectTimeout=30"];
  return [
    ...login,
    ...options,
    ...timeout,
    "-T",
    "--",
    hostname.replace(/^\[(.*)\]$/, "$1"),
    "docker system dial-stdio",
  ];
}

/** An answer that is no refusal. @throws Error with what the daemon says */
export function accepted({ status, body }: Answer, what: string): unknown {
  if (status < 400) return body;
  throw new Error(
    `${what}: Error response from daemon: ${(body as { message?: string } | undefined)?.message ?? status}`,
  );
}
