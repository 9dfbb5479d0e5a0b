// SPDX-License-Identifier: Apache-2.0
import { once } from "node:events";
import { connect } from "node:net";

import { type ConnectConfig, utils } from "ssh2";

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

/** What is needed to be let in and to know who answers. */
export interface Credentials {
  config: ConnectConfig;
  /** Ways to authenticate, in the order of the original, which never tries one name twice. */
  methods: Method[];
}

export type Method = "publickey" | "password" | "keyboard-interactive" | "agent";

/** Mistakes in here are found before the first dial, and no retry mends them. */
export async function credentials(endpoint: Endpoint): Promise<Credentials> {
  const { user = "root", privateKey, privateKeyPassword, password } = endpoint;
  const agent = endpoint.agentSocketPath ?? (process.env.SSH_AUTH_SOCK || undefined);
  const config: ConnectConfig = { username: user, ...verification(endpoint.hostKey) };
  const methods: Method[] = [];
  if (privateKey !== undefined) {
    checkKey(privateKey, privateKeyPassword);
    Object.assign(config, { privateKey, ...(privateKeyPassword !== undefined && { passphrase: privateKeyPassword }) });
    methods.push("publickey");
  }
  if (password !== undefined) {
    config.password = password;
    methods.push("password", "keyboard-interactive");
  }
  if (agent !== undefined) {
    await checkAgent(agent);
    config.agent = agent;
    if (privateKey === undefined) methods.push("agent");
  }
  return { config, methods };
}

function checkKey(privateKey: string, passphrase: string | undefined): void {
  const key = utils.parseKey(privateKey, passphrase);
  if (!(key instanceof Error)) return;
  if (/passphrase given|no passphrase/i.test(key.message))
    throw new Error("ssh: this private key is passphrase protected");
  throw new Error(
    /integrity|bad decrypt|bad passphrase/i.test(key.message)
      ? "x509: decryption password incorrect"
      : "ssh: no key found",
  );
}

/** The original dials the agent whenever there is one to dial, whether it will be needed or not. */
async function checkAgent(path: string): Promise<void> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = { ENOENT: "no such file or directory", ECONNREFUSED: "connection refused" }[code ?? ""] ?? code;
    throw new Error(`dial unix ${path}: connect: ${reason}`, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** Without a host key anything is accepted, as in the original. */
function verification(line: string | undefined): ConnectConfig {
  if (line === undefined) return {};
  const expected = /^\s*[\w@.-]+ +[\w+/]+=*/.test(line) ? utils.parseKey(line) : new Error();
  if (expected instanceof Error) throw new Error("failed to parse host key: ssh: no key found");
  return {
    algorithms: { serverHostKey: [expected.type] },
    hostVerifier: (key: Buffer) => key.equals(expected.getPublicSSH()),
  };
}
