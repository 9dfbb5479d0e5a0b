// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { defaults } from "./defaults";
import { quote } from "./shell";
import type { CloudConfig, HostSpec } from "./spec";

const { guest } = defaults;
/** Beside the engine, by name: as weak dependencies they would be lost where `install_weak_deps=False` is set. */
const plugins = ["docker-buildx-plugin", "docker-compose-plugin"];

/**
 * Docker: the install script, its settings, the daemon's configuration, and one `runcmd` entry. Never cloud-init's
 * `packages:`, which is one dnf transaction without a second try.
 */
export function docker(spec: HostSpec): CloudConfig {
  const files: CloudConfig[] = [
    { path: guest.settings, permissions: "0600", content: settings(spec) },
    { path: guest.script, permissions: "0755", content: installScript() },
  ];
  if (Object.keys(spec.docker.daemonConfig).length > 0) {
    const content = JSON.stringify(spec.docker.daemonConfig, null, 2) + "\n";
    files.push({ path: guest.daemonConfig, permissions: "0644", content });
  }
  return { write_files: files, runcmd: [[guest.script]] };
}

/** The script as it is sent: comment lines stay behind, because user data is limited to 16 KiB on EC2. */
function installScript(): string {
  const source = readFileSync(join(__dirname, "guest", "install.sh"), "utf8");
  return source.replace(/^[ \t]*#(?!!).*\n/gm, "").replace(/\n{2,}/g, "\n");
}

/** Values for the install script, as shell assignments. */
function settings({ docker, dockerUsers }: HostSpec): string {
  const lines = [
    `REPOSITORY_URL=${quote(docker.repositoryUrl)}`,
    `GPG_FINGERPRINT=${quote(docker.gpgFingerprint)}`,
    `PACKAGES=${list(packages(docker.version, docker.packages))}`,
    `DOCKER_USERS=${list(dockerUsers)}`,
  ];
  return lines.join("\n") + "\n";
}

/** Pins carry no epoch: docker-ce has epoch 3 and docker-ce-cli 1, and dnf matches any epoch when none is given. */
function packages(version: string | undefined, extra: string[]): string[] {
  const pin = version ? `-${version}` : "";
  return [`docker-ce${pin}`, `docker-ce-cli${pin}`, "containerd.io", ...plugins, ...extra];
}

function list(values: string[]): string {
  return `(${values.map(quote).join(" ")})`;
}
