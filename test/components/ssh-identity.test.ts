// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { utils } from "ssh2";

import type { Problem } from "../../cloud-init";
import { makeKeyPair } from "../../components/key-pair";
import {
  givenKeyPair,
  knownHostsLine,
  privateKeyProblems,
  publicHalf,
  publicKey,
  stashedKeyPair,
} from "../../components/ssh-identity";
import { RecordedProgram } from "./recorded-program";

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

  test("has nothing said against it", () => {
    expect([...privateKeyProblems(makeKeyPair("ci").privateKey, "sshKey.privateKey")]).toEqual([]);
  });

  test.each([
    ["a public key", makeKeyPair("ci").publicKey],
    ["anything else", "hunter2 hunter2"],
    [
      "one with a passphrase",
      utils.generateKeyPairSync("ed25519", { passphrase: "p", cipher: "aes256-ctr", rounds: 1 }).private,
    ],
  ])("%s is refused by its path, without a word of its content", (_, text) => {
    expect(() => publicHalf(text)).toThrow(/:\nsshKey\.privateKey: is not a private key [^:]*$/);
    const [{ path, message }] = [...privateKeyProblems(text, "sshKey.privateKey")] as [Problem];
    expect(() => publicHalf(text)).toThrow(
      expect.objectContaining({ errors: [{ propertyPath: path, reason: message }] }) as Error,
    );
  });
});
