// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { HealthReport } from "../components/health/report";
import { local } from "./places";

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

/**
 * Writes what ssh and docker need to reach the host, and `.pulumi-local/env` to source. docker's `ssh://` takes no
 * options but runs the `ssh` on PATH: ours points it at the configuration here.
 */
export function writeAccess(host: HostOutputs, env: Record<string, string>): void {
  const folder = join(local, "ssh");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(join(local, "bin"), { recursive: true });
  const [key, knownHosts, config] = ["id_ed25519", "known_hosts", "config"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(key, host.privateKey, { mode: 0o600 });
  writeFileSync(knownHosts, `${host.knownHosts}\n`);
  writeFileSync(
    config,
    [
      `Host ${host.address}`,
      `  Port ${host.port}`,
      `  User ${host.user}`,
      `  IdentityFile "${key}"`,
      "  IdentitiesOnly yes",
      `  UserKnownHostsFile "${knownHosts}"`,
      "  StrictHostKeyChecking yes",
      "",
    ].join("\n"),
  );
  const ssh = `#!/bin/sh\n# Any other host is reached as ever: the user's own configuration still counts.\nself=$(dirname "$0")\nPATH=\${PATH#"$self":}\nexec ssh -F "$self/../ssh/config" "$@"\n`;
  writeFileSync(join(local, "bin", "ssh"), ssh, { mode: 0o755 });
  writeFileSync(
    join(local, "env"),
    Object.entries({ ...env, PATH: env.PATH ?? "", DOCKER_HOST: host.dockerHost })
      .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
      .join(""),
  );
}
