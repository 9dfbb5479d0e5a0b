// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { proxyCommandLine } from "./ssh/proxy-command";

/** How a host is reached. */
export interface SshWay {
  /** The host's name in the program. */
  name: string;
  address: string;
  port: number;
  user: string;
  /** Empty where no program leads to the host. */
  proxyCommand: string[];
  /** A bastion. */
  jump?: Jump | undefined;
}

interface Jump {
  host: string;
  port?: number | undefined;
  user?: string | undefined;
}

/** An entry of OpenSSH's configuration, by which `ssh`, and whatever starts it, go the way that the health check went. */
export function sshConfig({ name, address, port, user, proxyCommand, jump }: SshWay): string {
  const lines = [
    `Host ${names(name, address).join(" ")}`,
    `  HostName ${address}`,
    `  Port ${port}`,
    `  User ${user}`,
    ...(proxyCommand.length > 0 ? [proxyCommandLine(proxyCommand)] : []),
    ...(jump ? [`  ProxyJump ${jumpWord(jump)}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The host's own name, and its address, which `dockerHost` has. 127.0.0.1 is everybody's. */
function names(name: string, address: string): string[] {
  const isPattern = !/^[\w.-]+$/.test(name);
  const isShared = address === "127.0.0.1" && !isPattern;
  return [...(isPattern ? [] : [name]), ...(isShared ? [] : [address])];
}

function jumpWord({ host, port = 22, user = "root" }: Jump): string {
  return `${user}@${host.includes(":") ? `[${host.replace(/^\[(.*)\]$/, "$1")}]` : host}:${port}`;
}

/** Of a bastion what leads to it. */
export function jumpOf(proxy: pulumi.Input<command.types.input.remote.ProxyConnectionArgs>): pulumi.Output<Jump> {
  return pulumi.output(proxy).apply(({ host, port, user }) => ({ host, port, user }));
}
