// SPDX-License-Identifier: Apache-2.0
import type { HostSpec } from "../spec";
import { shown } from "./problem";

/** What a fresh Enterprise Linux 9 has as a shell: /etc/shells, and what lets nobody in. */
const ofImage = /^(\/usr)?(\/s?bin\/(bash|sh|nologin|false|true)|\/libexec\/openssh\/sftp-server)$/;
/** The packages of shells in Enterprise Linux's own repositories. */
const packages: Record<string, string> = {
  ...{ zsh: "zsh", tcsh: "tcsh", csh: "tcsh", ksh: "ksh", ksh93: "ksh", mksh: "mksh", lksh: "mksh" },
  ...{ tmux: "tmux", "git-shell": "git" },
};
const epel = (name: string) => `run "dnf -y install epel-release && dnf -y install ${name}" in commands`;
/** How to get other shells. */
const otherwise: Record<string, string> = {
  rbash: `run "ln -s bash /bin/rbash" in commands`,
  fish: epel("fish"),
  dash: epel("dash"),
};

/** What to say of a shell that is not there, without which sshd lets the user in no more than one without a key. */
export function missingShell(shell: string, user: string, spec: HostSpec): string | undefined {
  const { docker, files, commands, cloudConfig } = spec;
  if (ofImage.test(shell) || files.some(({ path }) => path === shell)) return undefined;
  const base = shell.slice(shell.lastIndexOf("/") + 1);
  const known = Object.hasOwn(packages, base) ? packages[base] : undefined;
  const name = known ?? base;
  const { packages: further, runcmd, bootcmd } = cloudConfig;
  const words = JSON.stringify([docker.packages, commands, further, runcmd, bootcmd]).split(/[^A-Za-z0-9_-]+/);
  if (words.some((word) => word === name || word.startsWith(`${name}-`))) return undefined;
  const way = Object.hasOwn(otherwise, base) ? otherwise[base] : "install it in commands";
  const advice = known === undefined ? way : `add ${shown(known)} to docker.packages`;
  return `${shown(shell)} is not on the image, and ${shown(user)} cannot log in before it is; ${advice ?? ""}, or use "/bin/bash"`;
}
