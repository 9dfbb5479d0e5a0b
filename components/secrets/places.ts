// SPDX-License-Identifier: Apache-2.0
// Where on a machine a secret file may lie.
import type { HostSpec, Problem } from "../../cloud-init";
import { ownPaths } from "../../cloud-init/validate/extras";
import { at, duplicates, error, shown, warning } from "../../cloud-init/validate/problem";
import { writtenFiles } from "../../cloud-init/validate/written-files";
import type { Registry, SecretFile } from "./order";
import { roleHelperPath } from "./role-login";

/** A value of which some members may be known later only: those are passed over. */
export type Known<T> = { [K in keyof T]?: unknown };

/** A text that is known. */
export const text = (value: unknown) => (typeof value === "string" ? value : undefined);

const waysIn =
  /^\/etc\/(passwd|shadow|group|gshadow|sudoers|sudoers\.d\/.*|ssh\/(sshd_config(\.d\/.*)?|ssh_host_.*))$|^\/(root|home\/[^/]+)\/\.ssh\/authorized_keys$/;
const notOnDisk = /^\/(proc|sys|dev)\//;
const goneAtRestart = /^\/(run|var\/run|tmp)\//;

/** One file, beside what the machine has by its other arguments. */
export function* placeOf(path: string, where: string, spec: HostSpec | undefined): Generator<Problem> {
  const ours = spec ? ownPaths(spec) : [];
  const written = spec ? writtenFiles(spec) : [];
  const other = written.find((one) => one.path === path || within(path, one.path) || within(one.path, path));
  if (waysIn.test(path)) {
    yield error(
      where,
      `${shown(path)} decides who may enter the machine, for which users and cloudConfig are; remove it`,
    );
  } else if (notOnDisk.test(path)) {
    yield error(where, `${shown(path)} is on no disk; choose another folder`);
  } else if (ours.includes(path) || path === roleHelperPath || path.startsWith("/var/lib/docker-host/")) {
    yield error(where, `${shown(path)} is written by this package; choose another path`);
  } else if (other) {
    const says = other.path === path ? "written" : "a folder of one or the other";
    yield error(
      where,
      `${shown(path)} is ${says} in ${other.argument.replace(/\.content$/, "")}; remove one of the two`,
    );
  } else if (goneAtRestart.test(path)) {
    yield warning(
      where,
      `${shown(path)} is gone when the machine restarts, until the next check; choose a folder on its disk`,
    );
  }
}

/** The files beside one another. */
export function* places(files: Known<SecretFile>[]): Generator<Problem> {
  const paths = files.map(({ path }, i) => text(path) ?? String(i));
  yield* duplicates(paths, (i) => `${at("secretFiles", i)}.path`);
  for (const [i, path] of paths.entries()) {
    const inner = paths.find((one) => within(one, path));
    if (inner !== undefined)
      yield error(
        `${at("secretFiles", i)}.path`,
        `${shown(path)} is the folder of ${shown(inner)}, and cannot be a file`,
      );
  }
}

const within = (path: string, folder: string) => path.startsWith(`${folder}/`);

/** docker's own files, in which logins are kept. */
export function* configFiles(
  files: Known<SecretFile>[],
  registries: Known<Registry>[],
  spec: HostSpec,
): Generator<Problem> {
  const users = registries.flatMap((one) => (Array.isArray(one.users) ? (one.users as unknown[]) : spec.dockerUsers));
  for (const [i, { path }] of files.entries()) {
    const name = /^\/(?:home\/)?([^/]+)\/\.docker\/config\.json$/.exec(text(path) ?? "")?.[1];
    if (name !== undefined && users.includes(name))
      yield error(
        `${at("secretFiles", i)}.path`,
        `${shown(path)} is where registries keep the login of ${name}; remove one of the two`,
      );
  }
}
