// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, type KeyObject } from "node:crypto";

import type { ParsedKey } from "ssh2";

import { privateKeyText } from "../../cloud-init/key-text";
import { isWhole, parsed } from "../../cloud-init/validate/keys";
import { anotherForm } from "./private-key-form";

/** A private key, or what is wrong with it, without any part of the key or the parser's message. */
export type ReadKey = { key: ParsedKey; text: string } | { problem: string };

/**
 * Reads OpenSSH's form, PEM of RSA and of elliptic curves, and PKCS#8, each with a passphrase or without. `text` is the
 * key for a file, as OpenSSH of EL9 reads it; where there is a passphrase, still with it or already without.
 */
export function readPrivateKey(given: string, password?: string): ReadKey {
  const text = privateKeyText(given);
  if (/-----BEGIN (ENCRYPTED )?PRIVATE KEY-----\n/.test(text)) return readPkcs8(text, password);
  const key = parsed(text, password);
  if (!(key instanceof Error)) return whole(key, text);
  if (/no passphrase given/i.test(key.message)) return { problem: isLocked };
  return { problem: /passphrase/i.test(key.message) ? isOther : (anotherForm(text) ?? isNone) };
}

function whole(key: ParsedKey, text: string): ReadKey {
  if (!key.isPrivateKey()) return { problem: isPublic };
  return isWhole(key) ? { key, text } : { problem: isNone };
}

export const isLocked = "is protected by a passphrase; give that as privateKeyPassword";
const isOther = "is not opened by privateKeyPassword, or is damaged";
const isPublic = "is a public key; give the private one, the file without .pub";
const isNone =
  "is not a private key in OpenSSH, PEM or PKCS#8 form, or is damaged; give the whole file, from BEGIN to END";

/** ssh2 does not read this form, so it gets the key in another one. */
function readPkcs8(text: string, password: string | undefined): ReadKey {
  try {
    const opened = createPrivateKey({ key: text, ...(password !== undefined && { passphrase: password }) });
    const known = inKnownForm(opened);
    const key = parsed(known);
    return key instanceof Error ? { problem: isNone } : whole(key, known);
  } catch {
    if (!text.includes("ENCRYPTED")) return { problem: isNone };
    return { problem: password === undefined ? isLocked : isOther };
  }
}

function inKnownForm(key: KeyObject): string {
  if (key.asymmetricKeyType === "ed25519") return inOpenSshForm(key);
  const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  return key.export({ type, format: "pem" }).toString();
}

/** ssh2 reads an ed25519 key only in this form. https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function inOpenSshForm(key: KeyObject): string {
  const { d = "", x = "" } = key.export({ format: "jwk" });
  const [secret, open] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  const publicKey = Buffer.concat([field("ssh-ed25519"), field(open)]);
  const check = Buffer.from("00000000", "hex"); // the same number twice shows a reader that the passphrase was right
  const locked = [check, check, publicKey, field(Buffer.concat([secret, open])), field("")];
  const length = Buffer.concat(locked).length;
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, i) => i + 1));
  const blob = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[field("none"), field("none"), field("")],
    ...[Buffer.from("00000001", "hex"), field(publicKey), field(Buffer.concat([...locked, padding]))],
  ]);
  const name = "OPENSSH PRIVATE KEY";
  return `-----BEGIN ${name}-----\n${blob.toString("base64")}\n-----END ${name}-----\n`;
}

/** As SSH writes strings and bytes: with their length before them. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
