// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync, type KeyObject } from "node:crypto";

import { utils } from "ssh2";

import { makeKeyPair } from "../../../components/key-pair";
import { readPrivateKey } from "../../../components/ssh/private-key";

const password = "correct horse";
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const curve = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
const ed25519 = generateKeyPairSync("ed25519").privateKey;

const pem = (key: KeyObject, type: "pkcs8" | "pkcs1" | "sec1", passphrase?: string) =>
  key
    .export({ type, format: "pem", ...(passphrase !== undefined && { cipher: "aes-256-cbc", passphrase }) })
    .toString();
const openSsh = (passphrase?: string) =>
  utils.generateKeyPairSync("rsa", {
    bits: 2048,
    ...(passphrase !== undefined && { passphrase, cipher: "aes256-ctr", rounds: 4 }),
  }).private;

const forms: [string, (passphrase?: string) => string][] = [
  ["RSA in PKCS#8", (passphrase) => pem(rsa, "pkcs8", passphrase)],
  ["a curve in PKCS#8", (passphrase) => pem(curve, "pkcs8", passphrase)],
  ["ed25519 in PKCS#8", (passphrase) => pem(ed25519, "pkcs8", passphrase)],
  ["RSA in PEM", (passphrase) => pem(rsa, "pkcs1", passphrase)],
  ["a curve in PEM", (passphrase) => pem(curve, "sec1", passphrase)],
  ["RSA in OpenSSH's form", openSsh],
];

/** What it signs, its public half takes. */
function works(read: ReturnType<typeof readPrivateKey>): boolean {
  if ("problem" in read) throw new Error(read.problem);
  const signature = read.key.sign("text");
  const open = utils.parseKey(`${read.key.type} ${read.key.getPublicSSH().toString("base64")}`);
  if (signature instanceof Error) throw signature;
  if (open instanceof Error) throw open;
  return open.verify("text", signature);
}

describe.each(forms)("%s", (_name, make) => {
  test("is read", () => expect(works(readPrivateKey(make()))).toBe(true));

  test("is read with its passphrase, and one that it does not need changes nothing", () => {
    expect(works(readPrivateKey(make(password), password))).toBe(true);
    expect(works(readPrivateKey(make(), password))).toBe(true);
  });

  test("wants the passphrase where none is given", () => {
    expect(readPrivateKey(make(password))).toEqual({
      problem: "is protected by a passphrase; give that as privateKeyPassword",
    });
  });

  test("is not opened by another one", () => {
    expect(readPrivateKey(make(password), "wrong")).toEqual({
      problem: "is not opened by privateKeyPassword, or is damaged",
    });
  });
});

test("an ed25519 key that was in PKCS#8 form stays the same key", () => {
  const read = readPrivateKey(pem(ed25519, "pkcs8"));
  const { x = "" } = ed25519.export({ format: "jwk" });
  expect("key" in read && read.key.getPublicSSH().subarray(-32).toString("base64url")).toBe(x);
});

test("a key that an editor of Windows has saved is read, and given back as OpenSSH reads it", () => {
  const key = makeKeyPair("ci").privateKey;
  for (const text of [`\ufeff${key}`, key.replaceAll("\n", "\r\n"), key.trim()])
    expect(readPrivateKey(text)).toMatchObject({ text: key });
});

test("a key with a wrong character anywhere is a problem, or another key that works, and never an error of the parser", () => {
  for (const text of [makeKeyPair("ci").privateKey, pem(curve, "sec1"), pem(curve, "pkcs8"), pem(ed25519, "pkcs8")]) {
    const [begin, end] = [text.indexOf("\n") + 1, text.indexOf("\n-----END")];
    for (let at = begin; at < end; at += 3) {
      const read = readPrivateKey(`${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`);
      expect("problem" in read || works(read)).toBe(true);
    }
  }
});

const none =
  "is not a private key in OpenSSH, PEM or PKCS#8 form, or is damaged; give the whole file, from BEGIN to END";
const whole = openSsh();

test.each([
  ["nonsense", "nonsense", none],
  ["nothing", "", none],
  ["a key that was cut off", whole.slice(0, 400), none],
  [
    "a key on one line",
    whole.replaceAll("\n", "\\n"),
    "has `\\n` in place of its line breaks; give the file as it is, with one at each line's end",
  ],
  ["a PKCS#8 key that was cut off", pem(rsa, "pkcs8").slice(0, 400), none],
  ["a public key", makeKeyPair("ci").publicKey, "is a public key; give the private one, the file without .pub"],
])("%s is refused without a part of it", (_name, text, problem) => {
  expect(readPrivateKey(text)).toEqual({ problem });
});
