// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { DockerSpec } from "./docker-spec";
import { neededModules } from "./machine";
import { proxyVariables } from "./proxy";
import { quote } from "./shell";
import type { HostSpec } from "./spec";
import { pin } from "./version";

/** Installed by name: as weak dependencies they would be missing where `install_weak_deps=False` is set. */
const plugins = { buildx: "docker-buildx-plugin", compose: "docker-compose-plugin" };
/** Built together with the engine, so they get the version to which it is pinned. */
const sameVersion = ["docker-ce", "docker-ce-cli", "docker-ce-rootless-extras"];
/** A package that brings a repository, such as `epel-release`: what only that one has, dnf finds once it is installed. */
const bringsRepository = /-release(-|$)/;

/** Values for the install script, as shell assignments. */
export function installSettings(spec: HostSpec): string {
  const { docker } = spec;
  const [first, rest] = packages(docker);
  return (
    assignments({
      REPOSITORY_URL: repositoryUrl(docker),
      GPG_KEY_URL: gpgKeyUrl(docker),
      GPG_FINGERPRINT: docker.gpgFingerprint,
      CHANNEL: docker.channel,
      ...(first.length > 0 && { RELEASES: first }),
      PACKAGES: rest,
      DOCKER_USERS: spec.dockerUsers,
    }) + assignments(proxyVariables(docker, [repositoryUrl(docker), gpgKeyUrl(docker)]), "export ")
  );
}

/** Values for options.sh, as shell assignments, and its stage; undefined where the spec uses none of its options. */
export function optionSettings(spec: HostSpec): string | undefined {
  const used =
    spec.docker.versionLock ||
    spec.docker.dataRoot !== undefined ||
    spec.docker.pruneSchedule !== undefined ||
    spec.firewalldPorts.length > 0 ||
    changesSshd(spec) ||
    Object.keys(spec.sysctls).length > 0 ||
    spec.kernelModules.length > 0 ||
    spec.securityUpdates;
  if (!used) return undefined;
  const values = assignments({
    LOCK_VERSIONS: flag(spec.docker.versionLock),
    DATA_ROOT: spec.docker.dataRoot ?? "",
    FIREWALL_PORTS: spec.firewalldPorts,
    RELOAD_SSHD: flag(changesSshd(spec)),
    RELOAD_SYSCTL: flag(Object.keys(spec.sysctls).length > 0),
    SECURITY_UPDATES: flag(spec.securityUpdates),
    ENABLE_UNITS: spec.docker.pruneSchedule === undefined ? [] : ["docker-prune.timer"],
    KERNEL_MODULES: neededModules(spec),
  });
  return `${values}options() { . ${defaults.guest.options.slice(1)}; }\n`;
}

export function repositoryUrl({ repository }: DockerSpec): string {
  return repository.includes("/") ? repository : `${defaults.repositories}/${repository}`;
}

function gpgKeyUrl(docker: DockerSpec): string {
  return docker.gpgKeyUrl ?? `${repositoryUrl(docker)}/gpg`;
}

/** What is installed, in two transactions. */
export function packages(docker: DockerSpec): [first: string[], rest: string[]] {
  const { version, containerdVersion, buildx, compose, packages: further } = docker;
  const engine = version === undefined ? "" : `-${pin(version)}`;
  const containerd = containerdVersion === undefined ? "" : `-${pin(containerdVersion)}`;
  const rest = [
    `docker-ce${engine}`,
    `docker-ce-cli${engine}`,
    `containerd.io${containerd}`,
    ...(buildx ? [plugins.buildx] : []),
    ...(compose ? [plugins.compose] : []),
    ...further
      .filter((name) => !bringsRepository.test(name))
      .map((name) => (sameVersion.includes(name) ? `${name}${engine}` : name)),
  ];
  return [further.filter((name) => bringsRepository.test(name)), rest];
}

function changesSshd({ sshMaxStartups, sshMaxSessions }: HostSpec): boolean {
  return sshMaxStartups !== undefined || sshMaxSessions !== undefined;
}

/** Lines of shell, in which each value is quoted, and a list is an array. */
export function assignments(values: Record<string, string | string[]>, before = ""): string {
  const word = (value: string | string[]) => (Array.isArray(value) ? `(${value.map(quote).join(" ")})` : quote(value));
  return Object.entries(values)
    .map(([name, value]) => `${before}${name}=${word(value)}\n`)
    .join("");
}

function flag(value: boolean): string {
  return value ? "1" : "0";
}
