// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import type { ParsedKey } from "ssh2";

import type { KeyPair, KeyType, Problem } from "../cloud-init";
import { isEd25519, notInFips, publicKeyProblem } from "../cloud-init/validate/keys";
import { isMap } from "../cloud-init/validate/kind";
import { error, warning } from "../cloud-init/validate/problem";
import { report } from "./arguments/report";
import type { SshKeyArgs } from "./docker-host-args";
import { makeKeyPair } from "./key-pair";
import { saysNothing } from "./mocks";
import { isLocked, readPrivateKey, type ReadKey } from "./ssh/private-key";
import { anotherForm } from "./ssh/private-key-form";

/**
 * A key pair that is made on the first `up` and then kept, encrypted, in the stack's state: every later run makes another
 * one, which `ignoreChanges` drops. One of another kind has another name, so that it is made when the kind changes.
 */
export function stashedKeyPair(name: string, parent: pulumi.Resource, keyType?: KeyType): pulumi.Output<KeyPair> {
  const input = makeKeyPair(name, keyType);
  const stash = new pulumi.Stash(
    ofKind(name, keyType),
    { input: pulumi.secret(input) },
    { parent, ignoreChanges: ["input"] },
  );
  // Pulumi's mocks, with which programs are tested, may give back no output.
  const kept = stash.output as pulumi.Output<KeyPair | undefined>;
  return pulumi.secret(kept.apply((pair) => pair ?? input));
}

/** The name in the state of what belongs to a key: that of the first kind there was has no kind in its name. */
export function ofKind(name: string, keyType: KeyType = "ed25519"): string {
  return keyType === "ed25519" ? name : `${name}-${keyType}`;
}

/** The caller's own key pair; its public half follows from the private one. */
export function givenKeyPair(given: pulumi.Input<SshKeyArgs>): pulumi.Output<KeyPair> {
  return pulumi.secret(
    pulumi.output(given).apply(({ privateKey }) => (saysNothing(privateKey) ? makeKeyPair("") : keyPair(privateKey))),
  );
}

/** Both halves, as OpenSSH reads them. @throws InputPropertiesError where the value is no private key for a login */
export function keyPair(privateKey: string): KeyPair {
  const read = readLoginKey(privateKey);
  if ("problem" in read) {
    report([error("sshKey.privateKey", read.problem)]);
    throw new Error("the private key cannot be read");
  }
  return { privateKey: read.text, publicKey: publicHalf(read.key) };
}

export function* privateKeyProblems(
  privateKey: string,
  path: string,
  [args]: readonly unknown[] = [],
): Generator<Problem> {
  const read = readLoginKey(privateKey);
  if ("problem" in read) yield error(path, read.problem);
  else if (isMap(args) && args.keyType === "ecdsa" && isEd25519(read.key.type)) {
    yield warning(path, notInFips(read.key.type));
  }
}

/** A key that the image's sshd takes, and that ssh can use, as which the host gives it back. */
function readLoginKey(privateKey: string): ReadKey {
  const read = readPrivateKey(privateKey);
  if ("problem" in read) return read.problem === isLocked ? { problem: noPassphrase } : read;
  const problem = anotherForm(read.text) ?? publicKeyProblem(publicHalf(read.key));
  return problem === undefined ? read : { problem };
}

const noPassphrase =
  "is protected by a passphrase; take that from a copy of the file with `ssh-keygen -p -N '' -f COPY`";

function publicHalf(key: ParsedKey): string {
  return `${key.type} ${key.getPublicSSH().toString("base64")}`;
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
