// SPDX-License-Identifier: Apache-2.0
import { isIPv6 } from "node:net";

import type { Endpoint } from "../../components/ssh/connection";
import { WrongUse } from "./exit-status";
import { masked } from "./masked";

/** What `ssh://user@host:port` names. What is absent comes from ~/.ssh/config, or from ssh itself. */
export interface SshTarget {
  host: string;
  user?: string;
  port?: number;
}

export const isSshTarget = (text: string | undefined): text is string => /^ssh:/i.test(text ?? "");

/** Reads `ssh://USER@HOST:PORT`. @throws WrongUse where the text is something else */
export function readSshTarget(text: string): SshTarget {
  const form = /^ssh:\/\/(?:([^@/?#]*)@)?(\[[\da-f:.]+(?:%[\w.-]+)?\]|[^:/?#@[\]]+)(?::(\d+))?\/?$/i.exec(text);
  const [, userPart, hostPart = "", port] = form ?? [];
  const [user, host = ""] = [userPart, hostPart.replace(/^\[(.*)\]$/, "$1")].map(decoded);
  // A password is not repeated, and a leading dash is an option to ssh.
  if (!form || [user ?? "x", host].some((part) => part === "" || /^-|[\s\p{Cc}]/u.test(part)) || user?.includes(":"))
    throw new WrongUse(`${masked(text)} is no address of a host; use ssh://USER@HOST or ssh://USER@HOST:PORT`);
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535))
    throw new WrongUse(`port ${port} of ${text} is not a port; use a number from 1 to 65535`);
  return {
    host,
    ...(user !== undefined && { user }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

/** Decodes what a URL has encoded. The result is empty, which is refused, where it cannot be decoded. */
function decoded(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** The target as DOCKER_HOST has it. */
export function sshUrl({ host, user, port }: SshTarget | Endpoint): string {
  const name = isIPv6(host) ? `[${host}]` : host;
  return `ssh://${user === undefined ? "" : `${user}@`}${name}${port === undefined || port === 22 ? "" : `:${port}`}`;
}

/** The arguments of `ssh` that lead there, as somebody would type them. */
export function sshArguments({ host, user, port }: SshTarget): string[] {
  const to = user === undefined ? host : `${user}@${host}`;
  return [...(port === undefined ? [] : ["-p", String(port)]), to];
}
