// SPDX-License-Identifier: Apache-2.0
import { connect as connectTcp, isIPv6, type Socket } from "node:net";
import type { Duplex } from "node:stream";

import { type AuthHandlerMiddleware, Client } from "ssh2";

import type { Credentials, Method } from "./credentials";
import { sshPort } from "./ssh-port";

const reasons: Record<string, string> = {
  ECONNREFUSED: "connect: connection refused",
  ECONNRESET: "connect: connection reset by peer",
  EHOSTUNREACH: "connect: no route to host",
  ENETUNREACH: "connect: network is unreachable",
  ETIMEDOUT: "connect: connection timed out",
};

/** Opens a TCP connection. The time limit is for this alone: what follows has none, in the original as well. */
export function dialTcp(host: string, port: number, seconds: number): Promise<Socket> {
  const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const led = port === 22 && host.startsWith("127.") ? sshPort : undefined;
    const socket = connectTcp(led === undefined ? { host, port } : { host: "127.0.0.1", port: led });
    const timer = seconds > 0 ? setTimeout(() => socket.destroy(new Error("i/o timeout")), seconds * 1000) : undefined;
    socket.once("connect", () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once("error", ({ code = "", message }: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (code === "ENOTFOUND" || code === "EAI_AGAIN") reject(new Error(`dial tcp: lookup ${host}: no such host`));
      else reject(new Error(`dial tcp ${address}: ${reasons[code] ?? message}`));
    });
  });
}

/** Speaks SSH over what is open; fails in the words of the original's library, and like it never gives up waiting. */
export function handshake(sock: Duplex, { config, methods }: Credentials): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    const tried: string[] = [];
    const fail = (reason: string) => {
      client.destroy();
      sock.destroy();
      reject(new Error(`ssh: handshake failed: ${reason}`));
    };
    client.on("keyboard-interactive", (_name, _instructions, _language, prompts, finish) =>
      finish(prompts.map(() => String(config.password))),
    );
    client.on("error", (error: Error & { level?: string }) => fail(explain(error, tried)));
    const eof = () => fail("EOF");
    sock.once("end", eof).once("close", eof);
    client.once("ready", () => {
      sock.off("end", eof).off("close", eof);
      client.removeAllListeners("error").on("error", () => {}); // what runs sees its channel close
      resolve(client);
    });
    client.connect({ ...config, sock, readyTimeout: 0, tryKeyboard: true, authHandler: inOrder(methods, tried) });
  });
}

/** Tries each method that the server still offers, once. */
function inOrder(methods: Method[], tried: string[]): AuthHandlerMiddleware {
  const nameOf = (method: Method) => (method === "agent" ? "publickey" : method);
  return (offered: string[] | null, _partial, next) => {
    const method =
      offered === null
        ? "none"
        : methods.find((candidate) => offered.includes(nameOf(candidate)) && !tried.includes(nameOf(candidate)));
    if (method !== undefined) tried.push(method === "none" ? method : nameOf(method));
    (next as (method: string | false) => void)(method ?? false);
  };
}

function explain({ message, level }: Error & { level?: string }, tried: string[]): string {
  if (level === "client-authentication")
    return `ssh: unable to authenticate, attempted methods [${tried.join(" ")}], no supported methods remain`;
  if (/verification failed/i.test(message)) return "ssh: host key mismatch";
  if (/no matching host key format/i.test(message)) return "ssh: no common algorithm for host key";
  if (message.includes("ECONNRESET")) return "read: connection reset by peer";
  return /lost before handshake/i.test(message) ? "EOF" : message;
}
