// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { quote } from "../cloud-init/shell";
import type { HealthReport } from "../components/health/report";
import { local } from "./places";
import type { Pulumi } from "./pulumi";

/** What `pulumi stack output --json --show-secrets` holds for one host. */
export interface HostOutputs {
  address: string;
  port: number;
  user: string;
  dockerHost: string;
  knownHosts: string;
  privateKey: string;
  health: HealthReport;
  imageName: string;
}

const folder = join(local, "ssh");
const [key, knownHosts, config] = [join(folder, "id_ed25519"), join(folder, "known_hosts"), join(folder, "config")];

/**
 * Writes what ssh and docker need to reach the host. docker's `ssh://` takes no options but runs the `ssh` on PATH:
 * ours points it at the configuration here.
 */
export function writeAccess(host: HostOutputs): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(join(local, "bin"), { recursive: true });
  writeFileSync(key, host.privateKey, { mode: 0o600 });
  writeFileSync(knownHosts, `${host.knownHosts}\n`);
  const lines = [
    `Host ${host.address}`,
    `  Port ${host.port}`,
    `  User ${host.user}`,
    `  IdentityFile "${key}"`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile "${knownHosts}"`,
    "  StrictHostKeyChecking yes",
    // Any other host is reached as ever.
    "Match all",
    "  Include ~/.ssh/config",
    "  Include /etc/ssh/ssh_config",
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const ssh = `#!/bin/sh\nself=$(dirname "$0")\nPATH=\${PATH#"$self":}\nexec ssh -F ${quote(config)} "$@"\n`;
  writeFileSync(join(local, "bin", "ssh"), ssh, { mode: 0o755 });
}

/** Writes `.pulumi-local/env`: with it a shell has the same Pulumi as `npm start`, and docker has its host. */
export function writeEnvironment({ path, env }: Pulumi, dockerHost?: string): void {
  const variables = { ...env, ...(dockerHost !== undefined && { DOCKER_HOST: dockerHost }) };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`);
  writeFileSync(join(local, "env"), [...lines, `export PATH=${quote(path.join(delimiter))}:"$PATH"`, ""].join("\n"));
}
