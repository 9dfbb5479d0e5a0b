// SPDX-License-Identifier: Apache-2.0
import { firstLine } from "../ssh/failure";
import type { Ended } from "../ssh/run";

/** Messages of sudo, login shells and the kernel, the most telling first. */
const known: { pattern: RegExp; cause: string; hint: string }[] = [
  {
    pattern: /sudo.*: .*(password is required|terminal is required|authentication is required|askpass)/,
    cause: "sudo asks the login for a password",
    hint: "the check looks as root and has nobody to ask: on the host, put `NAME ALL=(ALL) NOPASSWD: ALL` into a file of /etc/sudoers.d whose name sorts last, or log in as another user, or as root",
  },
  {
    pattern: /sudo: .*must have a tty/,
    cause: "sudo wants a terminal",
    hint: "the check has none: on the host, put `Defaults:NAME !requiretty` into a file of /etc/sudoers.d, or log in as root",
  },
  {
    pattern: /not in the sudoers file|may not run sudo|not allowed to (execute|run)/,
    cause: "the login may not use sudo",
    hint: "the check looks as root: add the user to group wheel with NOPASSWD, or log in as root",
  },
  {
    pattern: /sudo: (command )?not found|sudo: No such file/,
    cause: "there is no sudo on the host",
    hint: "the check looks as root: install sudo, or log in as root",
  },
  {
    pattern: /(?:account|password).* (?:expired|has expired|must be changed)|PAM account management error/i,
    cause: "the login's account or password is over",
    hint: "look at `chage -l NAME` on the host, or log in as another user",
  },
  {
    pattern: /sudo: .*(must be owned by uid 0|setuid|no new privileges)/,
    cause: "sudo does not work on the host",
    hint: "repair its owner and mode (root, 4111) or the container's privileges, or log in as root",
  },
  {
    pattern: /account is currently not available|nologin/,
    cause: "the login has no shell: it is nologin",
    hint: "log in as another user, or run `usermod -s /bin/bash NAME` on the host",
  },
  {
    pattern: /No space left on device/,
    cause: "the host's disk is full, so the check cannot start",
    hint: "free space, or give the machine a larger disk; `df -h` shows which one",
  },
  {
    pattern: /Read-only file system/,
    cause: "the host's root file system is read-only, so the check cannot start",
    hint: "the kernel turns it so after errors of the disk: look at `dmesg`, and replace the machine",
  },
  {
    pattern: /(bash|timeout|env): (command )?not found|(bash|timeout|env)[^\n]*: No such file/,
    cause: "the host lacks a program that the check needs",
    hint: "install bash and coreutils there",
  },
];

/** Why a script that was sent to a host did not start, by what the host wrote instead. */
export function neverStarted({ stdout, stderr, status, signal }: Ended): {
  /** `sudo` where the login is well and may not become root. */
  stage: "ssh" | "sudo";
  cause: string;
  hint: string;
} {
  const lines = `${stderr}\n${stdout}`.split("\n");
  const found = known.find(({ pattern }) => lines.some((one) => pattern.test(one)));
  // A banner, or what a start-up file of the login says, may stand before it.
  const said = found && lines.find((one) => found.pattern.test(one));
  const line = firstLine(said ?? "") || firstLine(stderr) || firstLine(stdout);
  const words = line === "" ? "" : `: ${line}`;
  const stage = found?.cause.includes("sudo") ? "sudo" : "ssh";
  if (found) return { stage, cause: `${found.cause}${words}`, hint: found.hint };
  return {
    stage,
    cause: `the login runs no command: it ended with ${signal ?? `status ${status}`}${words || ", without a word"}`,
    hint: "look at the user's shell (`getent passwd NAME`) and at what it reads first (~/.bashrc, /etc/profile.d): it must not end or replace the shell where nobody types; `ssh USER@HOST true` must end with status 0",
  };
}
