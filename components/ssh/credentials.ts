// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { connect } from "node:net";

import type { ParsedKey } from "ssh2";

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

interface EndpointProblem {
  member: keyof Endpoint;
  problem: string;
}

/** Checks the endpoint before anything is dialled. @throws SshFailure for a mistake that no further try mends */
export async function credentials(endpoint: Endpoint, path: string): Promise<Credentials> {
  const { problems, ...keys } = read(endpoint);
  for (const { member, problem } of problems) throw wrongInput(`${path}.${member}`, problem);
  const { user = "root", password } = endpoint;
  const agent = await agentOf(endpoint, path);
  return { user, ...keys, ...(password !== undefined && { password }), ...(agent !== undefined && { agent }) };
}

/** Opens the key only once: with a passphrase, that takes long on purpose. */
function read({ port, privateKey, privateKeyPassword, hostKey }: Endpoint): Pick<Credentials, "key" | "pinned"> & {
  problems: EndpointProblem[];
} {
  const problems: EndpointProblem[] = [];
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
    problems.push({
      member: "port",
      problem: `${JSON.stringify(port)} is not a port; use a whole number from 1 to 65535`,
    });
  const key = privateKey === undefined ? undefined : readPrivateKey(privateKey, privateKeyPassword);
  if (key && "problem" in key) problems.push({ member: "privateKey", problem: key.problem });
  const pinned = hostKey === undefined ? undefined : readHostKey(hostKey);
  if (pinned && "problem" in pinned) problems.push({ member: "hostKey", problem: pinned.problem });
  return {
    problems,
    ...(key && "key" in key && { key: key.key }),
    ...(pinned && "isKey" in pinned && { pinned }),
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
