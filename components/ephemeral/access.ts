// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { quote } from "../../cloud-init/shell";
import type { Connection } from "../ssh/connection";
import { proxyCommandLine } from "../ssh/proxy-command";

/** What is needed to log in to a host. */
export interface Login {
  address: string;
  port: number;
  user: string;
  knownHosts: string;
  privateKey: string;
  /** A program and its arguments that lead to its SSH; empty or absent where it is reached directly. */
  proxyCommand?: string[];
}

export function connectionTo({ address, port, user, privateKey, knownHosts, proxyCommand }: Login): Connection {
  // An empty `knownHosts` means that nobody has pinned the host's key.
  const hostKey = knownHosts === "" ? undefined : knownHosts.slice(knownHosts.indexOf(" ") + 1);
  return { host: address, port, user, privateKey, hostKey, ...(proxyCommand?.length && { proxyCommand }) };
}

/** Where ssh and docker find what they need. */
export interface Access {
  /** For `ssh -F`. */
  config: string;
  /** Of this computer; it leads to the host's Docker. */
  socket: string;
  /** A folder for the front of PATH: docker's `ssh://` takes no options, but runs the `ssh` on PATH, which is here. */
  bin: string;
}

/** Writes `ssh/` and `bin/` into the folder. */
export function writeAccess(folder: string, host: Login): Access {
  const [ssh, bin] = [join(folder, "ssh"), join(folder, "bin")];
  const [key, knownHosts] = [join(ssh, "id_ed25519"), join(ssh, "known_hosts")];
  const [own, config] = [join(ssh, "host"), join(ssh, "config")];
  mkdirSync(ssh, { recursive: true, mode: 0o700 });
  mkdirSync(bin, { recursive: true });
  writeFileSync(key, host.privateKey, { mode: 0o600 });
  writeFileSync(knownHosts, `${host.knownHosts}\n`);
  const lines = [
    `Host ${host.address}`,
    `  Port ${host.port}`,
    `  User ${host.user}`,
    `  IdentityFile "${key}"`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile "${knownHosts}"`,
    // A host whose key nobody pinned is trusted at first sight, as the health check did.
    `  StrictHostKeyChecking ${host.knownHosts ? "yes" : "accept-new"}`,
    // A machine that ends in the middle of a command must not hang whoever waits for it.
    "  ConnectTimeout 30",
    "  ServerAliveInterval 15",
    ...(host.proxyCommand?.length ? [proxyCommandLine(host.proxyCommand)] : []),
  ];
  // A file of its own, which people may include in theirs.
  writeFileSync(own, `${lines.join("\n")}\n`);
  // Any other host is reached as usual.
  const all = [`Include "${own}"`, "Match all", "  Include ~/.ssh/config", "  Include /etc/ssh/ssh_config"];
  writeFileSync(config, `${all.join("\n")}\n`);
  writeFileSync(join(bin, "ssh"), wrapper(config), { mode: 0o755 });
  return { config, bin, socket: join(folder, "docker.sock") };
}

/** It takes its own folder out of PATH, wherever that stands: npm and virtual environments put theirs before it. */
const wrapper = (config: string) => `#!/bin/sh
self=$(dirname "$0")
case :$PATH: in
  *":$self:"*)
    PATH=:$PATH:
    PATH=\${PATH%%":$self:"*}:\${PATH#*":$self:"}
    PATH=\${PATH#:}
    PATH=\${PATH%:}
    ;;
esac
exec ssh -F ${quote(config)} "$@"
`;
