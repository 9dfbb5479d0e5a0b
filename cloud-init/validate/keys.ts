// SPDX-License-Identifier: Apache-2.0
import { createPublicKey } from "node:crypto";
import { utils } from "ssh2";

import type { KeyPair, Problem } from "../spec";
import { at, error } from "./problem";

const types = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))$/;
/** EL9's crypto policy refuses shorter keys: https://access.redhat.com/articles/3642912 */
const minRsaBits = 2048;
const example = `paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"`;

export function* publicKeys(lines: string[], path: string): Generator<Problem> {
  for (const [i, line] of lines.entries()) {
    const reason = publicKeyProblem(line);
    if (reason !== undefined) yield error(at(path, i), reason);
  }
}

/** The machine's own key: both halves must be valid, and of one pair. */
export function* hostKey(pair: KeyPair | undefined): Generator<Problem> {
  if (!pair) return;
  const reason = publicKeyProblem(pair.publicKey);
  if (reason !== undefined) yield error("hostKey.publicKey", reason);
  const parsed = utils.parseKey(pair.privateKey);
  if (parsed instanceof Error || !parsed.isPrivateKey() || parsed.type !== "ssh-ed25519") {
    yield error("hostKey.privateKey", "is not an ed25519 private key in OpenSSH form without passphrase");
  } else if (parsed.getPublicSSH().toString("base64") !== pair.publicKey.split(" ")[1]?.trim()) {
    yield error("hostKey.publicKey", "does not belong to hostKey.privateKey; give both halves of one pair");
  }
}

/** Never repeats the value: whoever pastes a private key must not find it in a log. */
function publicKeyProblem(line: string): string | undefined {
  if (line.includes("PRIVATE KEY")) {
    return `is a private key (not shown): it does not belong here, so count it as disclosed; ${example}`;
  }
  // eslint-disable-next-line no-control-regex -- authorized_keys is read line by line
  if (/[\x00-\x1f\x7f]/.test(line.trim())) return `is more than one line; ${example}`;
  const parsed = utils.parseKey(line);
  if (parsed instanceof Error) {
    return `is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; ${example}`;
  }
  if (!types.test(parsed.type)) {
    return `is a key of type ${parsed.type}, which is not taken; make one with "ssh-keygen -t ed25519"`;
  }
  if (parsed.getPublicSSH().toString("base64") !== line.trim().split(/ +/)[1]) {
    return `holds more than a ${parsed.type} key in its base64 part; ${example}`;
  }
  const bits = createPublicKey(parsed.getPublicPEM()).asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < minRsaBits) {
    return `is an RSA key of ${bits} bits, and Rocky Linux 9 takes none below ${minRsaBits}; make one with "ssh-keygen -t ed25519"`;
  }
  return undefined;
}
