// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import type { KeyPair, KeyType } from "../cloud-init";

/** A new key pair. One ed25519 key in some hundred that ssh2 writes cannot be read by anybody: then another one is made. */
export function makeKeyPair(comment: string, keyType: KeyType = "ed25519"): KeyPair {
  const made =
    keyType === "ecdsa"
      ? utils.generateKeyPairSync("ecdsa", { comment, bits: 256 })
      : utils.generateKeyPairSync("ed25519", { comment });
  const broken = utils.parseKey(made.private) instanceof Error;
  return broken ? makeKeyPair(comment, keyType) : { privateKey: made.private, publicKey: made.public };
}
