// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import { errors, read } from "../../../cloud-init";
import { areKeyOptions } from "../../../cloud-init/validate/key-options";
import { readPublicKey } from "../../../cloud-init/validate/public-key";
import { keys, rsa } from "../material";

const ecdsa = (bits: 384 | 521) => utils.generateKeyPairSync("ecdsa", { bits }).public;
const { dsa: _refused, ...taken } = keys;
const lines = [...Object.values(taken), rsa(2048), ecdsa(384), ecdsa(521)];
const mistakes = (line: string) =>
  errors(read({ login: "rocky", users: [{ name: "ci", sshAuthorizedKeys: [line] }] }).problems).map(
    ({ path, message }) => `${path}: ${message}`,
  );

/** A line of type and parts, as SSH writes them. */
function lineOf(type: string, ...parts: Buffer[]): string {
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
  return `${type} ${Buffer.concat([Buffer.from(type), ...parts].map(field)).toString("base64")} ci`;
}

test.each(lines)("%s is a key, with options before it and with a comment or none", (line) => {
  const [type = "", base64 = ""] = line.split(" ");
  const options = `restrict,from="10.0.0.0/8,*.a.example",command="sh -c \\"a b\\""`;
  const bytes = Buffer.from(base64, "base64");
  expect(readPublicKey(line)).toMatchObject({ type, bytes, options: "" });
  expect(readPublicKey(`${type}\t${base64}\n`)).toMatchObject({ type, bytes, options: "" });
  expect(readPublicKey(`${options} ${line}`)).toMatchObject({ type, bytes, options });
  expect(mistakes(`${options} ${line}`)).toEqual([]);
});

test("one wrong character, one too few or too many make a damaged key, which is told by its path, whatever it breaks", () => {
  for (const line of lines) {
    const [type = "", base64 = ""] = line.split(" ");
    const middle = base64.length >> 1;
    const damaged = [base64.slice(1), base64.slice(0, -5), `${base64}AAAA`, base64.slice(0, middle), `A${base64}`];
    for (const text of damaged.map((part) => `${type} ${part} ci`))
      expect(mistakes(text)).toEqual([
        expect.stringMatching(/^users\[0\]\.sshAuthorizedKeys\[0\]: is no whole .* key: /),
      ]);
  }
  // A point beside the curve, for which OpenSSL has an error of its own.
  for (const line of [keys.ecdsa, keys.skEcdsa, ecdsa(384), ecdsa(521)]) {
    const [type = "", base64 = ""] = line.split(" ");
    const wrong = `${type} ${base64.slice(0, -30)}${base64.at(-30) === "x" ? "y" : "x"}${base64.slice(-29)}`;
    expect(mistakes(wrong)).toEqual([expect.stringContaining(": is no whole ")]);
  }
});

test.each<[string, Buffer, Buffer]>([
  ["an empty exponent", Buffer.alloc(0), Buffer.alloc(257, 1)],
  ["an exponent of one", Buffer.from([1]), Buffer.alloc(257, 1)],
  ["an even exponent", Buffer.from([4]), Buffer.alloc(257, 1)],
  ["an empty modulus", Buffer.from([1, 0, 1]), Buffer.alloc(0)],
  ["a negative modulus", Buffer.from([1, 0, 1]), Buffer.alloc(256, 255)],
  ["a modulus of 16392 bits", Buffer.from([1, 0, 1]), Buffer.alloc(2049, 127)],
])("RSA with %s is no key", (_what, exponent, modulus) => {
  expect(mistakes(lineOf("ssh-rsa", exponent, modulus))).toEqual([
    expect.stringContaining(": is no whole ssh-rsa key"),
  ]);
});

test("what another program calls a public key is told with the command that makes a line of it", () => {
  const begins = ["---- BEGIN SSH2 PUBLIC KEY ----", "-----BEGIN PUBLIC KEY-----", "-----BEGIN RSA PUBLIC KEY-----"];
  expect(begins.map((begin) => mistakes(`${begin}\nAAAA\n`)[0]?.replace(/.*"(.*)"/, "$1"))).toEqual([
    ...["ssh-keygen -i -f FILE", "ssh-keygen -i -m PKCS8 -f FILE", "ssh-keygen -i -m PEM -f FILE"],
  ]);
});

test("a certificate is no key for authorized_keys", () => {
  expect(mistakes(lineOf("ssh-ed25519-cert-v01@openssh.com", Buffer.alloc(32)))).toEqual([
    expect.stringContaining(": is a key of type ssh-ed25519-cert-v01@openssh.com, which is not taken"),
  ]);
});

test("what sshd would leave out the line for is told, and not shown", () => {
  expect(mistakes(`hunter2 ${keys.ed25519}`)).toEqual([
    'users[0].sshAuthorizedKeys[0]: has something before the key that is no option of sshd, which would leave out the line; there are restrict, from="...", command="..." and the others of sshd(8)',
  ]);
});

test("the options are sshd's, in any case of their letters", () => {
  const fine = [
    "RESTRICT",
    "no-touch-required",
    'expiry-time="20270101"',
    'permitopen="a:1",permitopen="b:2"',
    "X11-forwarding",
  ];
  expect(fine.filter((text) => !areKeyOptions(text))).toEqual([]);
  const wrong = [",", "no-restrict", "restrict,,pty", "no-from", 'pty="x"', 'from="a" ', 'from="a\\"', "from=''"];
  expect(wrong.filter(areKeyOptions)).toEqual([]);
});
