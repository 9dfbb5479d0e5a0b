// SPDX-License-Identifier: Apache-2.0
import { defaults } from "../defaults";
import type { CloudConfigValue, FileSpec, HostSpec, Problem } from "../spec";
import { ownConfig } from "../render";
import { filePath } from "./file-path";
import { isMap } from "./kind";
import { fileOwner } from "./owners";
import { at, duplicates, error, shown, warning } from "./problem";

/** Keys in which our part is a list. A value of another kind would replace it. */
const lists = ["users", "ssh_authorized_keys", "write_files", "bootcmd", "runcmd"];
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const holdsPrivateKey =
  "holds a private key (not shown), and user data can be read by every process that reaches the machine's metadata; bring secrets after the start";
/** The argument to use instead of one of our files. */
const options: Record<string, string> = {
  [defaults.guest.daemonConfig]: "docker.daemonConfig",
  [defaults.guest.containerdConfig]: "docker.dataRoot",
  [defaults.guest.sysctls]: "sysctls",
  [defaults.guest.kernelModules]: "kernelModules",
};

/** The caller's own files, commands and cloud-config. */
export function* extras(spec: HostSpec): Generator<Problem> {
  const ours = ownPaths(spec);
  for (const [i, file] of spec.files.entries()) yield* ownFile(file, spec, ours, at("files", i));
  yield* duplicates(
    spec.files.map(({ path }) => path),
    (i) => `${at("files", i)}.path`,
  );
  for (const [i, command] of spec.commands.entries()) {
    if (command.trim() === "") yield error(at("commands", i), "is empty; write a command line or remove it");
    if (privateKey.test(command)) yield warning(at("commands", i), holdsPrivateKey);
  }
  yield* cloudConfig(spec, ours);
}

function* ownFile(
  { path, content, permissions, owner }: FileSpec,
  spec: HostSpec,
  ours: string[],
  at: string,
): Generator<Problem> {
  yield* filePath(path, `${at}.path`);
  if (ours.includes(path)) {
    const instead = Object.hasOwn(options, path) ? `use ${options[path]} instead` : "choose another path";
    yield error(`${at}.path`, `${shown(path)} is written by this package; ${instead}`);
  }
  yield* permissionProblems(permissions, path, `${at}.permissions`);
  yield* fileOwner(owner, spec, `${at}.owner`);
  if (privateKey.test(content)) yield warning(`${at}.content`, holdsPrivateKey);
}

function* permissionProblems(permissions: string, path: string, at: string): Generator<Problem> {
  if (!/^[0-7]{3,4}$/.test(permissions)) {
    yield error(at, `${shown(permissions)} is not three or four octal digits, for example "0644"`);
  } else if (/^0+$/.test(permissions)) {
    yield error(at, `${shown(permissions)} is written by cloud-init as "0644"; use at least "0400"`);
  } else if (/^[2-7].../.test(permissions)) {
    const shell = `run ${shown(`chmod ${permissions} ${path}`)} in commands`;
    yield error(at, `${shown(permissions)} loses its first digit in cloud-init's chown; ${shell}`);
  }
}

function* cloudConfig({ cloudConfig: config, hostKey }: HostSpec, ours: string[]): Generator<Problem> {
  for (const key of lists) {
    if (Object.hasOwn(config, key) && !Array.isArray(config[key])) {
      yield error(at("cloudConfig", key), "must be a list: it is appended to what this package puts there");
    }
  }
  if (hostKey && config.ssh_keys !== undefined) {
    yield error(
      "cloudConfig.ssh_keys",
      "must not be set: the machine's key is made and pinned by this package; remove it",
    );
  }
  const files = Array.isArray(config.write_files) ? config.write_files : [];
  for (const [i, file] of files.entries()) {
    const path = pathOf(file);
    const permissions = isMap(file) ? file.permissions : undefined;
    if (typeof permissions === "string" && path !== undefined) {
      const digits = permissions.replace(/^(0o|0(?=....))(?=[0-7]{3,4}$)/i, "");
      yield* permissionProblems(digits, path, `cloudConfig.write_files[${i}].permissions`);
    }
    if (path !== undefined && ours.includes(path)) {
      yield warning(
        `cloudConfig.write_files[${i}].path`,
        `${shown(path)} replaces the file that this package writes there`,
      );
    }
  }
  if (privateKey.test(JSON.stringify(config))) yield warning("cloudConfig", holdsPrivateKey);
}

/** The files that this package writes by user data. */
export function ownPaths(spec: HostSpec): string[] {
  const { write_files: files } = ownConfig({ ...spec, files: [] });
  return Array.isArray(files) ? files.flatMap((file) => pathOf(file) ?? []) : [];
}

function pathOf(file: CloudConfigValue): string | undefined {
  return isMap(file) && typeof file.path === "string" ? file.path : undefined;
}
