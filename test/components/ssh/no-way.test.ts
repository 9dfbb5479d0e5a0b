// SPDX-License-Identifier: Apache-2.0
// What this computer's kernel, and sshd on a bastion, say of a way that leads nowhere.
import { channelFailure, tcpFailure } from "../../../components/ssh/no-way";

const tcp = (code: string) => tcpFailure(Object.assign(new Error("connect"), { code }), "192.0.2.1:22");

test.each([
  ["ECONNREFUSED", "silence", "connection refused: 192.0.2.1:22 answers, and nothing listens on the port"],
  ["ETIMEDOUT", "silence", "the host cannot be reached: no answer from 192.0.2.1:22"],
  ["EHOSTUNREACH", "silence", "the host cannot be reached: no answer from 192.0.2.1:22"],
  ["ENETUNREACH", "silence", "the host cannot be reached: no answer from 192.0.2.1:22"],
  ["ECONNRESET", "silence", "the port accepts connections and closes them before an SSH server has spoken"],
  ["ENOTFOUND", "refusal", "the host's name cannot be resolved"],
  ["EAI_AGAIN", "refusal", "the host's name cannot be resolved"],
  ["EACCES", "refusal", "this computer forbids the connection to 192.0.2.1:22 (EACCES)"],
  ["EPERM", "refusal", "this computer forbids the connection to 192.0.2.1:22 (EPERM)"],
  ["EINVAL", "refusal", "this computer has no way to 192.0.2.1:22 (EINVAL)"],
  ["EADDRNOTAVAIL", "refusal", "this computer has no way to 192.0.2.1:22 (EADDRNOTAVAIL)"],
])("%s is %s: %s", (code, kind, message) => {
  expect(tcp(code)).toMatchObject({ kind, message });
  expect(tcp(code).hint).not.toBe("");
});

/** As ssh2 passes on what the bastion's sshd has said; the numbers are those of RFC 4254. */
const channel = (reason: number, words: string) =>
  channelFailure(Object.assign(new Error(`(SSH) Channel open failure: ${words}`), { reason }), "web.internal:22");

test.each([
  [1, "open failed", "refusal", "the bastion does not lead on to web.internal:22: open failed", /AllowTcpForwarding/],
  [2, "Connection refused", "silence", "connection refused: web.internal:22 answers, and nothing listens", /boot/],
  [
    2,
    "Name or service not known",
    "refusal",
    "the bastion cannot resolve the name of web.internal:22: Name or service not known",
    /looked up on the bastion/,
  ],
  [2, "Connection timed out", "silence", "the bastion does not get through to web.internal:22", /let the bastion in/],
  [2, "", "silence", "the bastion does not get through to web.internal:22: it does not say why", /let the bastion in/],
] as const)("a bastion that says %s %s", (reason, words, kind, message, hint) => {
  const failure = channel(reason, words);
  expect(failure.kind).toBe(kind);
  expect(failure.message).toContain(message);
  expect(failure.hint).toMatch(hint);
});
