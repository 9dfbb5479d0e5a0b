// SPDX-License-Identifier: Apache-2.0
// An SSH server inside the test, so that each thing that can go wrong on the way to a real one can be made to go wrong.
import { once } from "node:events";
import { type AddressInfo, createServer, type NetConnectOpts } from "node:net";

import { type Connection, type PseudoTtyInfo, Server, type ServerChannel, type Session, utils } from "ssh2";

import type { KeyPair, KeyType } from "../../../../cloud-init";
import { makeKeyPair } from "../../../../components/key-pair";
import type { Properties } from "../../../../tools/stand-ins/command-provider/values";
import { tunnel } from "./ssh-forwarding";

export interface Behaviour {
  /** Names that the server lets a client set, as AcceptEnv in sshd_config does. */
  acceptEnv?: string[];
  /** What a command does. Without it, it reads stdin and echoes everything that it got. */
  run?: (command: string, channel: ServerChannel, environment: Record<string, string>, stdin: string) => void;
  /** What a login shell does; without it there is none. The terminal is absent where none was asked for. */
  shell?: (channel: ServerChannel, terminal: Terminal | undefined) => void;
  password?: string;
  /** Of its key and those that it lets in: `ecdsa` where it is in FIPS mode. */
  keyType?: KeyType;
  /** Where a port or socket of the host is on this computer. Without it ports are the same ones, and sockets are forbidden. */
  leadsTo?: (to: number | string, address?: string) => NetConnectOpts;
  /** Where it says nothing more until it is released. */
  hold?: Stage;
}

/** What a client has; its size changes. */
export interface Terminal {
  term: string;
  cols: number;
  rows: number;
  onResize: () => void;
}

/** Before its greeting; when asked to log in, to forward, for a channel, for a variable, to start a command; while it runs. */
export type Stage = "greeting" | "login" | "forwarding" | "channel" | "variable" | "command" | "end";

export interface SshServer {
  port: number;
  /** The line of authorized_keys that is the host key's public half. */
  hostKey: string;
  /** A key that is let in, and one that is not. */
  key: { private: string; stranger: string };
  commands: string[];
  connections: () => number;
  /** Resolves when a client waits for what is held. */
  held: Promise<void>;
  release: () => void;
  /** Ends the connections there are; it takes others. */
  disconnect: () => void;
  close: () => void;
}

/** What a remote command needs to get in, unless the test wants otherwise. */
export function connectionTo({ port, hostKey, key }: SshServer, more: Properties = {}): Properties {
  return { host: "127.0.0.1", port, user: "rocky", privateKey: key.private, hostKey, dialErrorLimit: 1, ...more };
}

export async function startSshServer(behaviour: Behaviour = {}): Promise<SshServer> {
  const { acceptEnv = [], run = echo, shell, password, leadsTo, hold, keyType } = behaviour;
  const pairs = ["host", "user", "stranger"].map((name) =>
    makeKeyPair(name, name === "stranger" ? "ed25519" : keyType),
  );
  const [host, user, stranger] = pairs as [KeyPair, KeyPair, KeyPair];
  const allowed = utils.parseKey(user.publicKey);
  if (allowed instanceof Error) throw allowed;
  const commands: string[] = [];
  const open = new Set<Connection>();
  let connections = 0;
  const [held, released] = [gate(), gate()];
  const when = (stage: Stage, answer: () => void) => {
    if (stage !== hold) {
      answer();
      return;
    }
    held.open();
    void released.opened.then(answer);
  };
  const ssh = new Server({ hostKeys: [host.privateKey], ident: "OpenSSH_8.7" }, (client) => {
    connections++;
    open.add(client.setMaxListeners(0)); // each of its tunnels has one
    client.on("error", () => {}).on("close", () => open.delete(client));
    client.on("authentication", (attempt) => {
      if (attempt.method === "publickey" && attempt.key.data.equals(allowed.getPublicSSH())) {
        if (
          !attempt.signature ||
          allowed.verify(attempt.blob ?? Buffer.alloc(0), attempt.signature, attempt.hashAlgo)
        ) {
          when("login", () => attempt.accept());
          return;
        }
      }
      if (password !== undefined && attempt.method === "password" && attempt.password === password) attempt.accept();
      else attempt.reject(password === undefined ? ["publickey"] : ["publickey", "password"]);
    });
    client.on("session", (accept) => {
      when("channel", () => {
        const environment: Record<string, string> = {};
        const session = accept();
        session.on("env", (yes, no, { key, val }) => {
          when("variable", () => {
            if (acceptEnv.includes(key)) environment[key] = val;
            // OpenSSH asks for no answer, and then there is nothing to give one with.
            const say = (acceptEnv.includes(key) ? yes : no) as (() => void) | undefined;
            say?.();
          });
        });
        if (shell) offerShell(session, shell);
        session.on("exec", (start, _reject, { command }) => {
          commands.push(command);
          when("command", () => {
            const channel = start();
            when("end", () => answer(run, command, channel, environment));
          });
        });
      });
    });
    client.on("tcpip", (accept, reject, { destIP, destPort }) =>
      when("forwarding", () =>
        tunnel(client, accept, reject, leadsTo?.(destPort, destIP) ?? { host: destIP, port: destPort }),
      ),
    );
    if (leadsTo) {
      client.on("openssh.streamlocal", (accept, reject, { socketPath }) =>
        when("forwarding", () => tunnel(client, accept, reject, leadsTo(socketPath))),
      );
    }
  });
  const server = createServer((socket) => when("greeting", () => ssh.injectSocket(socket)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const disconnect = () => {
    for (const client of open) client.end();
  };
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: host.publicKey,
    key: { private: user.privateKey, stranger: stranger.privateKey },
    commands,
    connections: () => connections,
    held: held.opened,
    release: released.open,
    disconnect,
    close: () => {
      disconnect();
      server.close();
    },
  };
}

function offerShell(session: Session, shell: NonNullable<Behaviour["shell"]>): void {
  let terminal: Terminal | undefined;
  session.on("pty", (accept, _reject, { term, cols, rows }: PseudoTtyInfo & { term: string }) => {
    terminal = { term, cols, rows, onResize: () => {} };
    accept();
  });
  session.on("window-change", (_accept, _reject, { cols, rows }) => {
    if (terminal) Object.assign(terminal, { cols, rows }).onResize();
  });
  session.on("shell", (accept) => shell(accept(), terminal));
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

function answer(
  run: NonNullable<Behaviour["run"]>,
  command: string,
  channel: ServerChannel,
  environment: Record<string, string>,
): void {
  const parts: Buffer[] = [];
  if (run !== echo) {
    run(command, channel, environment, "");
    return;
  }
  channel
    .on("data", (part: Buffer) => parts.push(part))
    .on("end", () => echo(command, channel, environment, Buffer.concat(parts).toString()));
}

function echo(command: string, channel: ServerChannel, environment: Record<string, string>, stdin: string): void {
  channel.write(`${JSON.stringify({ command, environment, stdin })}\n`);
  channel.stderr.write("done\n");
  channel.exit(0);
  channel.end();
}
