// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync } from "node:crypto";

import { utils } from "ssh2";

import { makeKeyPair } from "../../../components/key-pair";
import { fingerprint, readHostKey } from "../../../components/ssh/host-key";

const comment = "root@host";
const ed25519 = () => makeKeyPair(comment).publicKey;
const ecdsa = (bits: 256 | 384 | 521) => utils.generateKeyPairSync("ecdsa", { bits, comment }).public;
const rsa = () => utils.generateKeyPairSync("rsa", { bits: 2048, comment }).public;
const bytesOf = (line: string) => Buffer.from(line.split(" ")[1] ?? "", "base64");

test.each([
  ["ed25519", ed25519, ["ssh-ed25519"]],
  ["ecdsa 256", () => ecdsa(256), ["ecdsa-sha2-nistp256"]],
  ["ecdsa 384", () => ecdsa(384), ["ecdsa-sha2-nistp384"]],
  ["ecdsa 521", () => ecdsa(521), ["ecdsa-sha2-nistp521"]],
  ["rsa 2048", rsa, ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]],
])("a key of type %s is known by itself alone", (_type, make, algorithms) => {
  const [line, other] = [make(), make()];
  const key = readHostKey(line);
  if ("problem" in key) throw new Error(key.problem);
  expect(key.algorithms).toEqual(algorithms);
  expect(key.isKey(bytesOf(line))).toBe(true);
  expect(key.isKey(bytesOf(other))).toBe(false);
  expect(key.isKey(bytesOf(line).subarray(1))).toBe(false);
  expect(key.fingerprint).toMatch(/^[\w-]+ SHA256:[\w+/]{43}$/);
});

test("a fingerprint is that of `ssh-keygen -l`", () => {
  const line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJUHg9E6j4PGhTF0SN9MqM1DQUlbMBRfbUGp6Tfyhvx+";
  expect(fingerprint(bytesOf(line))).toBe("ssh-ed25519 SHA256:nG/yarRAj/H1PnDfSVps/LnVw1ik1JZuQhFDIKFwBxU");
});

test.each([
  ["a line of known_hosts", `192.0.2.1 ${ed25519()}`],
  [
    "a private key",
    generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  ],
  ["a fingerprint", "SHA256:nG/yarRAj/H1PnDfSVps/LnVw1ik1JZuQhFDIKFwBxU"],
  ["a certificate", "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t"],
  ["a key with options before it", `restrict ${ed25519()}`],
  ["a key of which one character is wrong", ecdsa(256).replace(/.(?=.{9}=* )/, (c) => (c === "x" ? "y" : "x"))],
  ["an RSA key without exponent", "ssh-rsa AAAAB3NzaC1yc2EAAAAAAAAAAQE="],
  ["a key whose text is cut off", "ssh-ed25519 AAAAC3NzaC1lZDI1"],
  ["nothing", ""],
])("%s is no host key", (_name, line) => {
  expect(readHostKey(line)).toEqual({
    problem:
      "is not a host's public key; give a line of `ssh-keyscan HOST` without the name before it, such as ssh-ed25519 AAAA...",
  });
});
