// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import { privateKeyText, publicKeyText } from "./key-text";
import { keyTypeOf } from "./key-type";
import type { CloudConfig, HostSpec } from "./spec";

/** The machine's SSH identity, known before the first connection, and how many connections its sshd takes. */
export function ssh(spec: HostSpec): CloudConfig {
  const { hostKey, sshMaxStartups, sshMaxSessions } = spec;
  const limits = Object.entries({ MaxStartups: sshMaxStartups, MaxSessions: sshMaxSessions }).flatMap(
    ([name, value]) => (value === undefined ? [] : [`${name} ${value}\n`]),
  );
  return {
    ...(hostKey && {
      ssh_keys: {
        [`${keyTypeOf(spec)}_private`]: privateKeyText(hostKey.privateKey),
        [`${keyTypeOf(spec)}_public`]: publicKeyText(hostKey.publicKey),
      },
    }),
    ...(limits.length > 0 && {
      write_files: [{ path: defaults.guest.sshd, permissions: "0600", content: limits.join("") }],
    }),
  };
}
