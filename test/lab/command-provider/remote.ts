// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import { Client, type ClientChannel, type ConnectConfig, utils } from "ssh2";

import { type Execution, type Output, Transcript } from "./execution";

export interface Endpoint {
  host: string;
  port?: number;
  user?: string;
  password?: string;
  privateKey?: string;
  privateKeyPassword?: string;
  agentSocketPath?: string;
  dialErrorLimit?: number;
  perDialTimeout?: number;
  hostKey?: string;
}

export interface Connection extends Endpoint {
  proxy?: Endpoint;
}

/** Runs a command on another machine over SSH. The deadline counts between dials only, as in the original. */
export async function runRemote(connection: Connection, execution: Execution): Promise<Output> {
  const proxy = connection.proxy ? await dialUntil(connection.proxy, execution) : undefined;
  const client = await dialUntil(connection, execution, proxy);
  try {
    return await runOn(client, execution);
  } finally {
    client.end();
    proxy?.end();
  }
}

/** The original's patience: 100 ms, growing by half to 5 s, until one try more than the limit has failed. */
async function dialUntil(endpoint: Endpoint, { deadline, cancelled }: Execution, proxy?: Client): Promise<Client> {
  const limit = endpoint.dialErrorLimit ?? 10;
  for (let failures = 1, wait = 100; ; failures++, wait = Math.min(wait * 1.5, 5000)) {
    try {
      return await dial(endpoint, proxy);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (limit >= 0 && failures > limit) throw new Error(`after ${failures} failed attempts: ${reason}`);
      await pause(wait, undefined, { signal: AbortSignal.any([deadline, cancelled]) }).catch(() => {
        throw new Error(cancelled.aborted ? "context canceled" : "context deadline exceeded");
      });
    }
  }
}

async function dial(endpoint: Endpoint, proxy?: Client): Promise<Client> {
  const { host, port = 22, perDialTimeout = 15 } = endpoint;
  const sock = proxy ? await tunnel(proxy, host, port) : undefined;
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.once("ready", () => resolve(client));
    client.on("error", (error) => {
      client.end();
      reject(new Error(explain(error, host, port)));
    });
    client.connect({ host, port, readyTimeout: perDialTimeout * 1000, ...credentials(endpoint), ...verification(endpoint.hostKey), ...(sock && { sock }) });
  });
}

function tunnel(proxy: Client, host: string, port: number): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    proxy.forwardOut("127.0.0.1", 0, host, port, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

function credentials({ user = "root", privateKey, privateKeyPassword, password, agentSocketPath }: Endpoint): ConnectConfig {
  const agent = agentSocketPath ?? process.env.SSH_AUTH_SOCK;
  return {
    username: user,
    ...(privateKey && { privateKey }),
    ...(privateKeyPassword && { passphrase: privateKeyPassword }),
    ...(password && { password }),
    ...(agent && { agent }),
  };
}

/** Without a host key anything is accepted, as in the original. */
function verification(hostKey: string | undefined): ConnectConfig {
  if (!hostKey) return {};
  const expected = utils.parseKey(hostKey);
  if (expected instanceof Error) throw new Error(`failed to parse host key: ${expected.message}`);
  return {
    algorithms: { serverHostKey: [expected.type as "ssh-ed25519"] },
    hostVerifier: (key: Buffer) => key.equals(expected.getPublicSSH()),
  };
}

/** In the words of the original's SSH library, so that hints that look for them are tested here too. */
function explain(error: Error & { code?: string; level?: string }, host: string, port: number): string {
  if (error.code === "ECONNREFUSED") return `dial tcp ${host}:${port}: connect: connection refused`;
  if (error.level === "client-authentication") return "ssh: handshake failed: ssh: unable to authenticate, no supported methods remain";
  if (/verification failed/i.test(error.message)) return "ssh: handshake failed: ssh: host key mismatch";
  if (error.level === "client-timeout") return `dial tcp ${host}:${port}: i/o timeout`;
  return error.level ? `ssh: handshake failed: ${error.message}` : `dial tcp ${host}:${port}: ${error.message}`;
}

function runOn(client: Client, { command, stdin, environment, onOutput, cancelled }: Execution): Promise<Output> {
  const transcript = new Transcript(onOutput);
  return new Promise((resolve, reject) => {
    client.on("error", reject);
    cancelled.addEventListener("abort", () => reject(new Error("context canceled")), { once: true });
    client.exec(command, { env: environment }, (error, channel) => {
      if (error) return reject(error);
      let ended: string | undefined;
      channel.on("data", (chunk: Buffer) => transcript.add("stdout", chunk.toString()));
      channel.stderr.on("data", (chunk: Buffer) => transcript.add("stderr", chunk.toString()));
      channel.on("exit", (code: number | null, signal?: string) => {
        ended = code === 0 ? "" : code === null ? `Process exited with signal ${signal}` : `Process exited with status ${code}`;
      });
      channel.on("close", () => {
        if (ended === "") resolve(transcript.output());
        else reject(transcript.failure(ended ?? "wait: remote command exited without exit status or exit signal", command));
      });
      channel.end(stdin);
    });
  });
}
