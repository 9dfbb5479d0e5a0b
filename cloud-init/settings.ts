// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import { quote } from "./shell";
import type { HostSpec } from "./spec";
import { pin } from "./version";

/** Installed by name: as weak dependencies they would be missing where `install_weak_deps=False` is set. */
const plugins = { buildx: "docker-buildx-plugin", compose: "docker-compose-plugin" };
/** Built together with the engine, so they get the version to which it is pinned. */
const sameVersion = ["docker-ce", "docker-ce-cli", "docker-ce-rootless-extras"];

/** Values for the install script, as shell assignments. */
export function installSettings(spec: HostSpec): string {
  const { docker } = spec;
  return assignments({
    REPOSITORY_URL: repositoryUrl(docker),
    GPG_KEY_URL: docker.gpgKeyUrl ?? `${repositoryUrl(docker)}/gpg`,
    GPG_FINGERPRINT: docker.gpgFingerprint,
    CHANNEL: docker.channel,
    PACKAGES: packages(docker),
    DOCKER_USERS: spec.dockerUsers,
    DNF_PROXY: docker.proxy ?? "",
    VERSION_LOCK: flag(docker.versionLock),
  });
}

/** Values for options.sh, as shell assignments; undefined where the spec uses none of its options. */
export function optionSettings(spec: HostSpec): string | undefined {
  const used =
    spec.docker.dataRoot !== undefined ||
    spec.docker.pruneSchedule !== undefined ||
    spec.firewalldPorts.length > 0 ||
    changesSshd(spec) ||
    Object.keys(spec.sysctls).length > 0 ||
    spec.kernelModules.length > 0 ||
    spec.securityUpdates;
  if (!used) return undefined;
  return assignments({
    DATA_ROOT: spec.docker.dataRoot ?? "",
    FIREWALL_PORTS: spec.firewalldPorts,
    RELOAD_SSHD: flag(changesSshd(spec)),
    RELOAD_SYSCTL: flag(Object.keys(spec.sysctls).length > 0),
    SECURITY_UPDATES: flag(spec.securityUpdates),
    ENABLE_UNITS: spec.docker.pruneSchedule === undefined ? [] : ["docker-prune.timer"],
    KERNEL_MODULES: spec.kernelModules,
  });
}

export function repositoryUrl({ repository }: DockerSpec): string {
  return repository.includes("/") ? repository : `${defaults.repositories}/${repository}`;
}

export function packages({ version, containerdVersion, buildx, compose, packages: further }: DockerSpec): string[] {
  const engine = version === undefined ? "" : `-${pin(version)}`;
  const containerd = containerdVersion === undefined ? "" : `-${pin(containerdVersion)}`;
  return [
    `docker-ce${engine}`,
    `docker-ce-cli${engine}`,
    `containerd.io${containerd}`,
    ...(buildx ? [plugins.buildx] : []),
    ...(compose ? [plugins.compose] : []),
    ...further.map((name) => (sameVersion.includes(name) ? `${name}${engine}` : name)),
  ];
}

function changesSshd({ sshMaxStartups, sshMaxSessions }: HostSpec): boolean {
  return sshMaxStartups !== undefined || sshMaxSessions !== undefined;
}

function assignments(values: Record<string, string | string[]>): string {
  const word = (value: string | string[]) => (Array.isArray(value) ? `(${value.map(quote).join(" ")})` : quote(value));
  return Object.entries(values)
    .map(([name, value]) => `${name}=${word(value)}\n`)
    .join("");
}

function flag(value: boolean): string {
  return value ? "1" : "0";
}
