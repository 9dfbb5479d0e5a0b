// SPDX-License-Identifier: Apache-2.0
import { publicKeyText } from "./key-text";
import type { HostSpec } from "./spec";

/** The kind of the SSH keys that are made for a host: its own, and that of its login. */
export const KeyType = {
  Ed25519: "ed25519",
  /** Of the curve P-256. An image in FIPS mode takes it, and no ed25519. */
  Ecdsa: "ecdsa",
} as const;
export type KeyType = (typeof KeyType)[keyof typeof KeyType];

/** What SSH calls a key of it. */
export const sshNames: Record<KeyType, string> = { ed25519: "ssh-ed25519", ecdsa: "ecdsa-sha2-nistp256" };

/** The kind of the machine's own key. */
export function keyTypeOf({ hostKey, keyType }: HostSpec): KeyType {
  if (!hostKey) return keyType;
  return /^\s*ecdsa-/.test(publicKeyText(hostKey.publicKey)) ? "ecdsa" : "ed25519";
}
