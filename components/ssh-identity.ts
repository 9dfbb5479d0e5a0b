// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import type { ParsedKey } from "ssh2";

import type { KeyPair, Problem } from "../cloud-init";
import { publicKeyProblem } from "../cloud-init/validate/keys";
import { error } from "../cloud-init/validate/problem";
import { report } from "./arguments/report";
import type { SshKeyArgs } from "./docker-host-args";
import { makeKeyPair } from "./key-pair";
import { saysNothing } from "./mocks";
import { isLocked, readPrivateKey, type ReadKey } from "./ssh/private-key";
import { anotherForm } from "./ssh/private-key-form";

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

export function* privateKeyProblems(privateKey: string, path: string): Generator<Problem> {
  const read = readLoginKey(privateKey);
  if ("problem" in read) yield error(path, read.problem);
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
