// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import type { ServerHostKeyAlgorithm } from "ssh2";

import { publicKeyText } from "../../cloud-init/key-text";
import { readPublicKey } from "../../cloud-init/validate/public-key";

/** The one key that a host is known by. */
export interface PinnedKey {
  type: string;
  /** Algorithms with which the host may sign. An RSA key has three; OpenSSH 8.8 and newer lacks the oldest. */
  algorithms: ServerHostKeyAlgorithm[];
  fingerprint: string;
  isKey(shown: Buffer): boolean;
}

/** Reads a line of a host's public key file; a line of known_hosts, which has names before the key, is refused. */
export function readHostKey(line: string): PinnedKey | { problem: string } {
  const key = readPublicKey(publicKeyText(line));
  const signedWith = key?.options === "" ? algorithms[key.type] : undefined;
  if (!key || !signedWith) {
    return {
      problem: `is not a host's public key; give a line of \`ssh-keyscan HOST\` without the name before it, such as ssh-ed25519 AAAA...`,
    };
  }
  return {
    type: key.type,
    algorithms: signedWith,
    fingerprint: fingerprint(key.bytes),
    isKey: (shown) => shown.equals(key.bytes),
  };
}

const algorithms: Record<string, ServerHostKeyAlgorithm[]> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
};

/** As `ssh-keygen -l` shows it. */
export function fingerprint(key: Buffer): string {
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString();
  return `${type} SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}
