// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import type { KeyPair } from "../cloud-init";

/** A new ed25519 key pair. One in some hundred that ssh2 writes cannot be read by anybody: then another one is made. */
export function makeKeyPair(comment: string): KeyPair {
  const made = utils.generateKeyPairSync("ed25519", { comment });
  const broken = utils.parseKey(made.private) instanceof Error;
  return broken ? makeKeyPair(comment) : { privateKey: made.private, publicKey: made.public };
}
