// SPDX-License-Identifier: Apache-2.0
import { neverStarted } from "../../../components/health/login-shell";

const ended = (stderr: string, status = 1, stdout = "") => ({ stdout, stderr, status });

// As sudo 1.9, util-linux, bash 5.1 and coreutils 8.32 of Rocky Linux 9 word it.
test.each([
  ["sudo: a password is required\n", "sudo asks the login for a password"],
  ["sudo: a terminal is required to read the password; either use the -S option\n", "sudo asks the login"],
  ["sudo-rs: interactive authentication is required\n", "sudo asks the login for a password"],
  ["sudo: sorry, you must have a tty to run sudo\n", "sudo wants a terminal"],
  [
    "sudo: Account or password is expired, reset your password and try again\n",
    "the login's account or password is over",
  ],
  ["ci is not in the sudoers file.  This incident will be reported.\n", "the login may not use sudo"],
  ["Sorry, user ci may not run sudo on host.\n", "the login may not use sudo"],
  ["sh: line 1: exec: sudo: not found\n", "there is no sudo on the host"],
  ["sudo: /usr/bin/sudo must be owned by uid 0 and have the setuid bit set\n", "sudo does not work on the host"],
  ["mktemp: failed to create directory: No space left on device\n", "the host's disk is full"],
  ["mktemp: failed to create directory: Read-only file system\n", "the host's root file system is read-only"],
  ["env: 'timeout': No such file or directory\n", "the host lacks a program that the check needs"],
])("%s", (said, cause) => {
  const found = neverStarted(ended(said));
  expect(found.cause).toContain(cause);
  // The host's own words stand behind it.
  expect(found.cause).toContain(`: ${said.trim()}`);
  expect(found.hint).not.toBe("");
});

test("sudo's own line is the cause, whatever the login's start-up files say before it", () => {
  const said = "Welcome to web!\nsudo: unable to resolve host web\nsudo: a password is required\n";
  expect(neverStarted(ended(said))).toMatchObject({
    stage: "sudo",
    cause: "sudo asks the login for a password: sudo: a password is required",
    hint: expect.stringContaining("NOPASSWD") as string,
  });
});

test("a login whose shell is nologin says so on stdout", () => {
  expect(neverStarted(ended("", 1, "This account is currently not available.\n")).cause).toMatch(/it is nologin: This/);
});

test("a shell that ends by itself is named by its status and its words, where it has any", () => {
  expect(neverStarted(ended("", 3)).cause).toBe("the login runs no command: it ended with status 3, without a word");
  expect(neverStarted(ended("welcome\n", 0)).cause).toBe("the login runs no command: it ended with status 0: welcome");
  expect(neverStarted({ stdout: "", stderr: "", status: undefined, signal: "KILL" }).cause).toMatch(/ended with KILL/);
});
