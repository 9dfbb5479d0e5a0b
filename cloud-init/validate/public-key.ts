// SPDX-License-Identifier: Apache-2.0
// One line of authorized_keys, or of a .pub file: options, type, key in base64, comment.
import { createPublicKey } from "node:crypto";

export interface PublicKey {
  type: string;
  /** The key as SSH sends it. */
  bytes: Buffer;
  /** As sshd has them before the key; empty in most lines. */
  options: string;
  /** Length of an RSA key. */
  bits?: number;
}

/** How the key of each type goes on after its name, and whether its numbers are a key. */
const readers: Record<string, (parts: Buffer[]) => number | boolean> = {
  "ssh-ed25519": ([key, ...more]) => key?.length === 32 && more.length === 0,
  "ssh-rsa": ([exponent, modulus, ...more]) => more.length === 0 && rsaBits(exponent, modulus),
  "ecdsa-sha2-nistp256": (parts) => isPoint("nistp256", "P-256", 32, parts),
  "ecdsa-sha2-nistp384": (parts) => isPoint("nistp384", "P-384", 48, parts),
  "ecdsa-sha2-nistp521": (parts) => isPoint("nistp521", "P-521", 66, parts),
  // Behind the key of a security key stands what it is for, such as "ssh:".
  "sk-ssh-ed25519@openssh.com": ([key, use, ...more]) => key?.length === 32 && isText(use) && more.length === 0,
  "sk-ecdsa-sha2-nistp256@openssh.com": ([curve, point, use, ...more]) =>
    isPoint("nistp256", "P-256", 32, [curve, point, ...more]) && isText(use),
};

export const publicKeyTypes = Object.keys(readers);

/** The key in a line; undefined where OpenSSH would find none in it. */
export function readPublicKey(line: string): PublicKey | undefined {
  const text = line.trimStart();
  const options = startsWithType(text) ? "" : (/^(?:"(?:\\"|\\(?!")|[^"\\])*"|[^\s"])+/.exec(text)?.[0] ?? "");
  const [type = "", base64 = ""] = text
    .slice(options.length)
    .trimStart()
    .split(/[ \t\r\n]+/);
  const bytes = Buffer.from(base64, "base64");
  const [name, ...parts] = fields(bytes) ?? [];
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader || !name?.equals(Buffer.from(type)) || bytes.toString("base64") !== base64) return undefined;
  const found = reader(parts);
  if (found === false) return undefined;
  return { type, bytes, options, ...(typeof found === "number" && { bits: found }) };
}

const startsWithType = (text: string) => Object.hasOwn(readers, text.split(/[ \t]/, 1)[0] ?? "");
const isText = (bytes: Buffer | undefined) => bytes !== undefined && bytes.length > 0;

/** SSH writes the length of each part before it. Undefined where the parts do not end with the bytes. */
function fields(bytes: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

/** Negative numbers are none, and OpenSSH takes no more than 16384 bits. */
function rsaBits(exponent: Buffer | undefined, modulus: Buffer | undefined): number | false {
  if (!exponent || !modulus) return false;
  const bits = (number: Buffer) => BigInt(`0x0${number.toString("hex")}`).toString(2).length;
  const isNumber = (number: Buffer) => (number[0] ?? 128) < 128 && ((number.at(-1) ?? 0) & 1) === 1;
  if (!isNumber(exponent) || !isNumber(modulus) || bits(exponent) < 2 || bits(modulus) > 16_384) return false;
  return bits(modulus);
}

function isPoint(name: string, crv: string, length: number, [curve, point, ...more]: (Buffer | undefined)[]): boolean {
  if (curve?.toString("latin1") !== name || point?.length !== 1 + 2 * length || point[0] !== 4 || more.length > 0) {
    return false;
  }
  const [x, y] = [point.subarray(1, 1 + length), point.subarray(1 + length)].map((part) => part.toString("base64url"));
  try {
    createPublicKey({ key: { kty: "EC", crv, x, y }, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}
