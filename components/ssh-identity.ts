// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { type ParsedKey, utils } from "ssh2";

import type { KeyPair, Problem } from "../cloud-init";
import { error } from "../cloud-init/validate/problem";
import { report } from "./arguments/report";
import type { SshKeyArgs } from "./docker-host-args";
import { makeKeyPair } from "./key-pair";

/**
 * An ed25519 key pair that is made on the first `up` and then kept, encrypted, in the stack's state: every later run
 * makes another one, which `ignoreChanges` drops.
 */
export function stashedKeyPair(name: string, parent: pulumi.Resource): pulumi.Output<KeyPair> {
  const input = makeKeyPair(name);
  const stash = new pulumi.Stash(name, { input: pulumi.secret(input) }, { parent, ignoreChanges: ["input"] });
  // Pulumi's mocks, with which programs are tested, may give back no output.
  const kept = stash.output as pulumi.Output<KeyPair | undefined>;
  return pulumi.secret(kept.apply((pair) => pair ?? input));
}

/** The caller's own key pair; its public half follows from the private one. */
export function givenKeyPair(given: pulumi.Input<SshKeyArgs>): pulumi.Output<KeyPair> {
  return pulumi.secret(
    pulumi.output(given).apply(({ privateKey }) => ({ privateKey, publicKey: publicHalf(privateKey) })),
  );
}

/** The public half of a private key. @throws InputPropertiesError where the value is no private key */
export function publicHalf(privateKey: string): string {
  const key = readable(privateKey);
  if (!key) {
    report([...privateKeyProblems(privateKey, "sshKey.privateKey")]);
    throw new Error("the private key cannot be read");
  }
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
}

export function* privateKeyProblems(privateKey: string, path: string): Generator<Problem> {
  if (readable(privateKey)) return;
  // Neither the value nor the parser's message, which may repeat it.
  const reason =
    "is not a private key in OpenSSH or PEM form without passphrase; make one with `ssh-keygen -t ed25519`";
  yield error(path, reason);
}

function readable(privateKey: string): ParsedKey | undefined {
  const key = utils.parseKey(privateKey);
  return key instanceof Error || !key.isPrivateKey() ? undefined : key;
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
