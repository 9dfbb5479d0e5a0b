// SPDX-License-Identifier: Apache-2.0
import { type ParsedKey, utils } from "ssh2";

import { privateKeyText, publicKeyText } from "../key-text";
import { KeyType, sshNames } from "../key-type";
import type { HostSpec, Problem } from "../spec";
import { areKeyOptions, keyOptions } from "./key-options";
import { at, error, shown, warning } from "./problem";
import { publicKeyTypes, readPublicKey } from "./public-key";
import { holdsPrivateKey } from "./shown";

/** EL9's crypto policy refuses shorter keys: https://access.redhat.com/articles/3642912 */
const minRsaBits = 2048;
const example = `paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"`;
const another = `make one with "ssh-keygen -t ed25519"`;
/** Of OpenSSH, but not for authorized_keys of EL9. */
const otherType = /^(ssh-dss|ssh-xmss@openssh\.com|(sk-)?(ssh|ecdsa)-[a-z0-9-]+-cert-v0\d@openssh\.com)$/;
/** What other programs call a public key, and how ssh-keygen makes a line of it. */
const otherForms: [RegExp, string][] = [
  [/^---- BEGIN SSH2 PUBLIC KEY/, "ssh-keygen -i -f FILE"],
  [/^-----BEGIN PUBLIC KEY/, "ssh-keygen -i -m PKCS8 -f FILE"],
  [/^-----BEGIN RSA PUBLIC KEY/, "ssh-keygen -i -m PEM -f FILE"],
];

export function* publicKeys(lines: string[], path: string, keyType?: KeyType): Generator<Problem> {
  for (const [i, line] of lines.entries()) {
    const reason = publicKeyProblem(line);
    if (reason !== undefined) yield error(at(path, i), reason);
    const type = readPublicKey(publicKeyText(line))?.type ?? "";
    if (keyType === "ecdsa" && isEd25519(type)) yield warning(at(path, i), notInFips(type));
  }
}

export const isEd25519 = (type: string) => /^(sk-)?ssh-ed25519\b/.test(type);
/** Of a key beside those that are made of type ecdsa. */
export const notInFips = (type: string) =>
  `is of type ${type}, which no image in FIPS mode takes, and keyType "ecdsa" is for such an image; make one with "ssh-keygen -t ecdsa"`;

/** The machine's own key: both halves must be valid, and of one pair. */
export function* hostKey({ hostKey: pair, keyType }: HostSpec): Generator<Problem> {
  const types = Object.values(KeyType);
  if (!types.includes(keyType)) {
    yield error("keyType", `${shown(keyType)} is none of ${types.map(shown).join(", ")}`);
  }
  if (!pair) return;
  const reason = publicKeyProblem(pair.publicKey);
  const half = readPublicKey(publicKeyText(pair.publicKey));
  if (reason !== undefined) yield error("hostKey.publicKey", reason);
  else if (half?.options) yield error("hostKey.publicKey", `has options before the key; ${example}`);
  const key = hostPrivateKey(pair.privateKey);
  if (!key) {
    yield error(
      "hostKey.privateKey",
      "is not an ed25519 or ECDSA (P-256) private key in OpenSSH form without passphrase",
    );
  } else if (half?.bytes.equals(key.getPublicSSH()) !== true) {
    yield error("hostKey.publicKey", "does not belong to hostKey.privateKey; give both halves of one pair");
  }
}

function hostPrivateKey(text: string): ParsedKey | undefined {
  // The parser takes more than sshd does.
  const form = /^-----BEGIN OPENSSH PRIVATE KEY-----\n([\w+/=]+\n)+-----END OPENSSH PRIVATE KEY-----\n$/;
  const key = form.test(privateKeyText(text)) ? parsed(text) : undefined;
  return !key || key instanceof Error || !Object.values(sshNames).includes(key.type) || !isWhole(key) ? undefined : key;
}

const parse: (text: string, passphrase?: string) => ParsedKey | Error | undefined = utils.parseKey;

/** What the parser makes of a private key. For some damaged ones it throws or gives nothing, in place of an error. */
export function parsed(text: string, passphrase?: string): ParsedKey | Error {
  try {
    return parse(text, passphrase) ?? new Error("no key");
  } catch (error) {
    return error as Error;
  }
}

/** Whether the halves of a private key belong together: one wrong character makes two keys of them. */
export function isWhole(key: ParsedKey): boolean {
  // ssh2 would sign with SHA-1, which EL9 forbids.
  const hash = key.type === "ssh-rsa" ? "sha256" : undefined;
  try {
    const signature = key.sign("text", hash);
    return !(signature instanceof Error) && (key.verify("text", signature, hash) as boolean | Error) === true;
  } catch {
    return false;
  }
}

/** Never repeats the value: whoever pastes a private key must not find it in a log. */
export function publicKeyProblem(given: string): string | undefined {
  const text = publicKeyText(given);
  const line = text.trim();
  if (holdsPrivateKey(line)) {
    return `is a private key (not shown): it does not belong here, so count it as disclosed; ${example}`;
  }
  const [, command] = otherForms.find(([form]) => form.test(line)) ?? [];
  if (command !== undefined) return `is a public key in another form; make a line of it with "${command}"`;
  // eslint-disable-next-line no-control-regex -- authorized_keys is read line by line
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(line)) return `is more than one line; ${example}`;
  const key = readPublicKey(text);
  if (!key) return unreadable(line.split(/[ \t]+/));
  if (key.options !== "" && !areKeyOptions(key.options)) {
    return `has something before the key that is no option of sshd, which would leave out the line; there are ${keyOptions}`;
  }
  if (key.bits !== undefined && key.bits < minRsaBits) {
    return `is an RSA key of ${key.bits} bits, and Rocky Linux 9 takes none below ${minRsaBits}; ${another}`;
  }
  return undefined;
}

function unreadable(words: string[]): string {
  const other = words.find((word) => otherType.test(word));
  if (other !== undefined) return `is a key of type ${other}, which is not taken; ${another}`;
  const type = words.find((word) => publicKeyTypes.includes(word));
  if (type !== undefined)
    return `is no whole ${type} key: something in its base64 part is missing, wrong or too much; ${example}`;
  return `is not a public key of type ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256/384/521 or of a security key; ${example}`;
}
