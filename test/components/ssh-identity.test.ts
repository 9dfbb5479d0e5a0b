// SPDX-License-Identifier: Apache-2.0
import { generateKeyPairSync, type KeyObject } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";
import { utils } from "ssh2";

import type { Problem } from "../../cloud-init";
import { makeKeyPair } from "../../components/key-pair";
import {
  givenKeyPair,
  knownHostsLine,
  keyPair,
  privateKeyProblems,
  publicKey,
  stashedKeyPair,
} from "../../components/ssh-identity";
import { RecordedProgram } from "./recorded-program";

const ed25519 = generateKeyPairSync("ed25519").privateKey;
const curve = generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey;
const rsa = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength }).privateKey;
const pem = (key: KeyObject, type: "pkcs8" | "pkcs1" | "sec1") => key.export({ type, format: "pem" }).toString();
const said = (text: string) => [...privateKeyProblems(text, "sshKey.privateKey")];

test("a key pair of ours is kept in the state, as a secret, and its public half is none", async () => {
  const program = await RecordedProgram.start(() => ({}));
  const pair = stashedKeyPair("web-login-key", undefined as unknown as pulumi.Resource);
  const line = publicKey(pair.apply((key) => ({ ...key, publicKey: `${key.publicKey}\n` })));
  const text = await new Promise((resolve) => line.apply(resolve));
  expect(text).toMatch(/^ssh-ed25519 [^ ]+ web-login-key$/);
  expect([await pulumi.isSecret(pair), await pulumi.isSecret(line)]).toEqual([true, false]);
  expect(program.find("web-login-key")).toMatchObject({
    type: "pulumi:index:Stash",
    inputs: { input: { secret: { publicKey: text } } },
    ignoreChanges: ["input"],
  });
});

test("a key pair of another kind has another name, so that it is made where the kind changes", async () => {
  const program = await RecordedProgram.start(() => ({}));
  const parent = undefined as unknown as pulumi.Resource;
  const line = publicKey(stashedKeyPair("web-host-key", parent, "ecdsa"));
  expect(await new Promise((resolve) => line.apply(resolve))).toMatch(/^ecdsa-sha2-nistp256 [^ ]+ web-host-key$/);
  expect(program.find("web-host-key-ecdsa").ignoreChanges).toEqual(["input"]);
});

describe("a line for known_hosts", () => {
  test.each([
    ["192.0.2.7", 22, "192.0.2.7 ssh-ed25519 AAAA"],
    ["127.0.0.1", 2222, "[127.0.0.1]:2222 ssh-ed25519 AAAA"],
    ["web.example.com", 2022, "[web.example.com]:2022 ssh-ed25519 AAAA"],
    ["2001:db8::7", 22, "2001:db8::7 ssh-ed25519 AAAA"],
    ["2001:db8::7", 2222, "[2001:db8::7]:2222 ssh-ed25519 AAAA"],
  ])("for %s and port %i", (address, port, line) => {
    expect(knownHostsLine(address, port, "ssh-ed25519 AAAA web-host-key")).toBe(line);
  });

  test("leaves out the key's comment, and needs none", () => {
    expect(knownHostsLine("192.0.2.7", 22, "ssh-ed25519 AAAA")).toBe("192.0.2.7 ssh-ed25519 AAAA");
  });
});

describe("a key of the caller's own", () => {
  test("gives its public half, and stays secret", async () => {
    const { privateKey, publicKey } = makeKeyPair("ci");
    const given = givenKeyPair({ privateKey });
    const pair = await new Promise((resolve) => given.apply(resolve));
    const [type, key] = publicKey.split(" ");
    expect(pair).toEqual({ privateKey, publicKey: `${type} ${key}` });
    expect(await pulumi.isSecret(given)).toBe(true);
  });

  test("has nothing said against it, in whatever form OpenSSL or an editor wrote it, and comes back as ssh reads it", () => {
    const { privateKey } = makeKeyPair("ci");
    for (const text of [privateKey, privateKey.trim(), `\ufeff${privateKey}`, privateKey.replaceAll("\n", "\r\n")]) {
      expect(said(text)).toEqual([]);
      expect(keyPair(text).privateKey).toBe(privateKey);
    }
    const forms = [pem(ed25519, "pkcs8"), pem(curve, "pkcs8"), pem(curve, "sec1"), pem(rsa(2048), "pkcs8")];
    expect(forms.flatMap(said)).toEqual([]);
    expect(forms.map((text) => keyPair(text).privateKey.split("\n")[0])).toEqual([
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      ...["-----BEGIN EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----"],
    ]);
    const pairs = [pem(ed25519, "pkcs8"), pem(curve, "pkcs8")].map(keyPair);
    expect(pairs.map((pair) => keyPair(pair.privateKey))).toEqual(pairs);
  });

  test("of type ed25519 is warned about where the machine is to have keys of type ecdsa", () => {
    const warned = (keyType: string, own: KeyObject) => {
      const sshKey = { privateKey: pem(own, "pkcs8") };
      return [...privateKeyProblems(sshKey.privateKey, "sshKey.privateKey", [{ keyType, sshKey }, sshKey])];
    };
    expect(warned("ecdsa", ed25519)).toMatchObject([
      {
        severity: "warning",
        path: "sshKey.privateKey",
        message:
          'is of type ssh-ed25519, which no image in FIPS mode takes, and keyType "ecdsa" is for such an image; make one with "ssh-keygen -t ecdsa"',
      },
    ]);
    expect([...warned("ed25519", ed25519), ...warned("ecdsa", curve), ...warned("ecdsa", rsa(2048))]).toEqual([]);
  });

  const whole = makeKeyPair("ci").privateKey.trim();
  const locked = utils.generateKeyPairSync("rsa", {
    bits: 2048,
    passphrase: "p",
    cipher: "aes256-ctr",
    rounds: 1,
  }).private;
  test.each([
    ["a public key", makeKeyPair("ci").publicKey, "is a public key; give the private one, the file without .pub"],
    ["anything else", "hunter2 hunter2", /^is not a private key in OpenSSH, PEM or PKCS#8 form, or is damaged;/],
    [
      "one with a passphrase",
      locked,
      /^is protected by a passphrase; take that from a copy .* `ssh-keygen -p -N '' -f COPY`/,
    ],
    [
      "one of PuTTY's",
      "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
      "is in PuTTY's form; convert it with `puttygen KEY.ppk -O private-openssh -o KEY`",
    ],
    ["one of ssh.com's", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n", /`ssh-keygen -i -f KEY`$/],
    [
      "a short RSA key",
      pem(rsa(1024), "pkcs1"),
      /^is an RSA key of 1024 bits, and Rocky Linux 9 takes none below 2048; /,
    ],
    ["one whose line breaks became \\n", whole.replaceAll("\n", "\\n"), /^has `\\n` in place of its line breaks; /],
    ["one whose line breaks became blanks", whole.replaceAll("\n", " "), /^has blanks in place of its line breaks; /],
    ["one without line breaks", whole.replaceAll("\n", ""), /^has nothing in place of its line breaks; /],
    ["one that was moved in", whole.replaceAll("\n", "\n  "), "has blanks before its lines; give the file as it is"],
    [
      "one of openssl's with its curve before it",
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(curve, "sec1")}`,
      /^has a block EC PARAMETERS/,
    ],
    ["one of another curve", pem(generateKeyPairSync("ed448").privateKey, "pkcs8"), /^is not a private key in/],
    [
      "a damaged one in PKCS#8",
      pem(ed25519, "pkcs8").replace(/.{9}=*\n-----END/, "\n-----END"),
      /^is not a private key in/,
    ],
  ])("%s is refused by its path, without a word of its content", (_, text, reason) => {
    const [{ path, message }] = said(text) as [Problem];
    expect([path, message]).toEqual(["sshKey.privateKey", expect.stringMatching(reason)]);
    expect(message).not.toContain(whole.slice(50, 80));
    expect(() => keyPair(text)).toThrow(
      expect.objectContaining({ errors: [{ propertyPath: path, reason: message }] }) as Error,
    );
  });

  test("is not asked for where mocks give none", async () => {
    await RecordedProgram.start(() => ({}));
    void pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
    const pair = givenKeyPair({ privateKey: pulumi.output(undefined as unknown as string) });
    expect(await new Promise((resolve) => pair.apply(resolve))).toMatchObject({
      publicKey: expect.stringMatching(/^ssh-/) as string,
    });
  });
});
