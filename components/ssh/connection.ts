// SPDX-License-Identifier: Apache-2.0

/** How to log in to one host. Passwords and keys are in plain text here. */
export interface Endpoint {
  host: string;
  /** @default 22 */
  port?: number | undefined;
  /** @default "root" */
  user?: string | undefined;
  password?: string | undefined;
  /** In OpenSSH, PEM or PKCS#8 form. */
  privateKey?: string | undefined;
  privateKeyPassword?: string | undefined;
  /** Socket of an agent. @default - SSH_AUTH_SOCK, where neither key nor password is given */
  agentSocketPath?: string | undefined;
  /** The one key by which the host is known, such as `ssh-ed25519 AAAA...`. @default - whoever answers is trusted */
  hostKey?: string | undefined;
}

/** An endpoint and the way that leads to it: directly, by a bastion, or through what a command opens. */
export interface Connection extends Endpoint {
  /** A host that leads to this one. */
  proxy?: Endpoint | undefined;
  /** A program and its arguments, whose stdin and stdout lead to the host, as OpenSSH's ProxyCommand. `%h`, `%p` and `%r` stand for host, port and user. */
  proxyCommand?: string[] | undefined;
}

/** Seconds that each step may take; a busy or emulated machine is slow, and a dead one must not hang anybody. */
export interface Steps {
  /** Until TCP connects. */
  tcp: number;
  /** Until the server has said that it speaks SSH. */
  banner: number;
  /** Until both sides have agreed on keys. */
  handshake: number;
  /** Until the login is accepted or refused. */
  login: number;
  /** Until a channel is open: a command's, or the one that leads on from a bastion. */
  channel: number;
  /** Without any sign of life in the middle of a session. */
  silence: number;
}

export const steps: Steps = { tcp: 10, banner: 20, handshake: 30, login: 60, channel: 30, silence: 20 };
