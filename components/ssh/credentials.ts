// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { connect } from "node:net";

import type { ParsedKey } from "ssh2";

import { shown } from "../../cloud-init/validate/problem";
import type { Endpoint } from "./connection";
import { type PinnedKey, readHostKey } from "./host-key";
import { readPrivateKey } from "./private-key";
import { wrongInput } from "./no-way";

/** What is needed to log in, and to recognize the host. */
export interface Credentials {
  user: string;
  key?: ParsedKey;
  password?: string;
  /** Socket of an agent. */
  agent?: string;
  pinned?: PinnedKey;
}

/** Checks the endpoint before anything is dialled. @throws SshFailure for a mistake that no further try mends */
export async function credentials(endpoint: Endpoint, path: string): Promise<Credentials> {
  const { user = "root", password, port, privateKey, privateKeyPassword, hostKey } = endpoint;
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw wrongInput(`${path}.port`, `${shown(port)} is not a port; use a whole number from 1 to 65535`);
  }
  // Opened only once: with a passphrase, that takes long on purpose.
  const read = privateKey === undefined ? undefined : readPrivateKey(privateKey, privateKeyPassword);
  if (read && "problem" in read) throw wrongInput(`${path}.privateKey`, read.problem);
  const pinned = hostKey === undefined ? undefined : readHostKey(hostKey);
  if (pinned && "problem" in pinned) throw wrongInput(`${path}.hostKey`, pinned.problem);
  const agent = await agentOf(endpoint, path);
  return {
    user,
    ...(read && { key: read.key }),
    ...(pinned && { pinned }),
    ...(password !== undefined && { password }),
    ...(agent !== undefined && { agent }),
  };
}

/** The agent's socket. The one in SSH_AUTH_SOCK is only for an endpoint without key, password or named agent. */
async function agentOf({ agentSocketPath, privateKey, password }: Endpoint, path: string): Promise<string | undefined> {
  const hasOther = privateKey !== undefined || password !== undefined;
  const socketPath = agentSocketPath ?? (hasOther ? undefined : process.env.SSH_AUTH_SOCK || undefined);
  if (socketPath === undefined) {
    if (hasOther) return undefined;
    throw wrongInput(path, "has no way to log in: give privateKey, password or agentSocketPath, or start an ssh-agent");
  }
  const named = agentSocketPath === undefined ? "the environment variable SSH_AUTH_SOCK" : `${path}.agentSocketPath`;
  const socket = connect(socketPath);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(5000) });
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    throw wrongInput(
      named,
      `names ${socketPath}, on which no ssh-agent answers (${code ?? name}); start one with \`ssh-agent\`, or give privateKey`,
    );
  } finally {
    socket.destroy();
  }
  return socketPath;
}
