// SPDX-License-Identifier: Apache-2.0
import type { HostSpec } from "../spec";
import { shown } from "./problem";

/** What a fresh Enterprise Linux 9 has as a shell: /etc/shells, and what lets nobody in. */
const ofImage = /^(\/usr)?\/s?bin\/(bash|sh|nologin|false|true)$/;
/** The package of a shell, where it has another name. */
const packages: Record<string, string> = { csh: "tcsh", "git-shell": "git", lksh: "mksh", ksh93: "ksh" };

/** What to say of a shell that is not there, without which sshd lets the user in no more than one without a key. */
export function missingShell(shell: string, user: string, spec: HostSpec): string | undefined {
  const { docker, files, commands, cloudConfig } = spec;
  if (ofImage.test(shell) || files.some(({ path }) => path === shell)) return undefined;
  const base = shell.slice(shell.lastIndexOf("/") + 1);
  const name = Object.hasOwn(packages, base) ? (packages[base] ?? base) : base;
  const { packages: further, runcmd, bootcmd } = cloudConfig;
  const words = JSON.stringify([docker.packages, commands, further, runcmd, bootcmd]).split(/[^A-Za-z0-9_-]+/);
  if (words.some((word) => word === name || word.startsWith(`${name}-`))) return undefined;
  return `${shown(shell)} is not on the image, and ${shown(user)} cannot log in before it is; add ${shown(name)} to docker.packages, or use "/bin/bash"`;
}
