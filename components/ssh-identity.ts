// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { utils } from "ssh2";

import type { KeyPair } from "../cloud-init";

/**
 * An ed25519 key pair that is made on the first `up` and then kept, encrypted, in the stack's state: every later run
 * offers a new one, which `ignoreChanges` turns down.
 */
export function stashedKeyPair(name: string, parent: pulumi.Resource): pulumi.Output<KeyPair> {
  const input = makeKeyPair(name);
  const stash = new pulumi.Stash(name, { input: pulumi.secret(input) }, { parent, ignoreChanges: ["input"] });
  return pulumi.secret(stash.output as pulumi.Output<KeyPair>);
}

/** A new ed25519 key pair. One in some hundred of those that ssh2 writes cannot be read again, by nobody. */
export function makeKeyPair(comment: string): KeyPair {
  const made = utils.generateKeyPairSync("ed25519", { comment });
  const broken = utils.parseKey(made.private) instanceof Error;
  return broken ? makeKeyPair(comment) : { privateKey: made.private, publicKey: made.public };
}

/** The public half, which is no secret. */
export function publicKey(pair: pulumi.Output<KeyPair>): pulumi.Output<string> {
  return pulumi.unsecret(pair.apply((key) => key.publicKey.trim()));
}

/** The line for known_hosts; a port other than 22 is part of the host's name there. */
export function knownHostsLine(address: string, port: number, hostKey: string): string {
  const [type, key] = hostKey.split(" ");
  return `${port === 22 ? address : `[${address}]:${port}`} ${type} ${key}`;
}
