// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, HostSpec } from "./spec";

/** The machine's SSH identity, known before the first connection. */
export function ssh({ hostKey }: HostSpec): CloudConfig {
  if (!hostKey) return {};
  return { ssh_keys: { ed25519_private: hostKey.privateKey, ed25519_public: hostKey.publicKey } };
}
