// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import type { HostSpec, Problem } from "./spec";

const loginName = /^[a-z_][a-z0-9_-]{0,31}$/;
const version = /^\d+\.\d+\.\d+(-\d+(\.[a-z0-9]+)?)?$/;
const fingerprint = /^[0-9A-F]{40}$/;
const packageName = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** Everything that is wrong with a spec, all at once; an empty list means that it can be rendered. */
export function validate(spec: HostSpec): Problem[] {
  const problems: Problem[] = [];
  const demand = (holds: boolean, path: string, message: string) => {
    if (!holds) problems.push({ path, message });
  };
  const demandLogin = (name: string, path: string) =>
    demand(
      loginName.test(name),
      path,
      `${JSON.stringify(name)} is not a valid login name; use at most 32 lower-case letters, digits, "-" or "_", for example "ci"`,
    );

  spec.users.forEach((user, i) => {
    demandLogin(user.name, `users[${i}].name`);
    demand(
      user.name !== spec.login,
      `users[${i}].name`,
      `${JSON.stringify(user.name)} is the image's own login and exists already; remove it here`,
    );
    user.sshAuthorizedKeys.forEach((key, k) => demandPublicKey(key, `users[${i}].sshAuthorizedKeys[${k}]`, demand));
  });
  duplicates(spec.users.map((user) => user.name)).forEach((i) =>
    demand(false, `users[${i}].name`, `${JSON.stringify(spec.users[i]?.name)} is declared twice; keep one of them`),
  );
  spec.loginKeys.forEach((key, i) => demandPublicKey(key, `loginKeys[${i}]`, demand));
  spec.dockerUsers.forEach((name, i) => demandLogin(name, `dockerUsers[${i}]`));
  duplicates(spec.dockerUsers).forEach((i) =>
    demand(false, `dockerUsers[${i}]`, `${JSON.stringify(spec.dockerUsers[i])} is named twice; keep one of them`),
  );

  const { docker } = spec;
  demand(
    docker.version === undefined || version.test(docker.version),
    "docker.version",
    `${JSON.stringify(docker.version)} is not an engine version; write it without epoch, for example "27.5.1" or "27.5.1-1.el9"`,
  );
  demand(
    isRepositoryUrl(docker.repositoryUrl),
    "docker.repositoryUrl",
    `${JSON.stringify(docker.repositoryUrl)} is not an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"`,
  );
  demand(
    fingerprint.test(docker.gpgFingerprint),
    "docker.gpgFingerprint",
    `${JSON.stringify(docker.gpgFingerprint)} is not a key fingerprint; write its 40 hexadecimal digits in upper case and without spaces`,
  );
  docker.packages.forEach((name, i) =>
    demand(
      packageName.test(name),
      `docker.packages[${i}]`,
      `${JSON.stringify(name)} is not a package name; use letters, digits, ".", "_", "+" and "-"`,
    ),
  );
  demand(
    !("hosts" in docker.daemonConfig),
    "docker.daemonConfig.hosts",
    `must not be set: docker.service already starts dockerd with "-H fd://" and dockerd refuses both; remove it and reach the daemon over SSH`,
  );
  return problems;
}

/** One line per problem, as errors show them. */
export function describe(problems: Problem[]): string {
  return problems.map(({ path, message }) => `${path}: ${message}`).join("\n");
}

type Demand = (holds: boolean, path: string, message: string) => void;

function demandPublicKey(line: string, path: string, demand: Demand): void {
  const parsed = /[\r\n]/.test(line.trim()) ? undefined : utils.parseKey(line);
  const isPublic = parsed !== undefined && !(parsed instanceof Error) && !parsed.isPrivateKey();
  // The value is not repeated: whoever pastes a private key here must not find it in a log.
  demand(
    isPublic,
    path,
    `is not a public key; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"`,
  );
}

function isRepositoryUrl(text: string): boolean {
  if (!URL.canParse(text) || /[^\x21-\x7e]|['"`\\$]/.test(text) || text.endsWith("/")) return false;
  const { protocol, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && [search, hash, username, password].every((part) => part === "");
}

/** Positions of the values that stand earlier in the list already. */
function duplicates(values: string[]): number[] {
  return values.flatMap((value, i) => (values.indexOf(value) < i ? [i] : []));
}
