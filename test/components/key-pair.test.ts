// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import { makeKeyPair } from "../../components/key-pair";

afterEach(() => jest.restoreAllMocks());

const parsed = (key: string) => {
  const read = utils.parseKey(key);
  if (read instanceof Error) throw read;
  return read;
};

describe("a new key pair", () => {
  test("can always be read again, each of a thousand", () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => makeKeyPair(`host-${i}`));
    const types = pairs.map(({ privateKey, publicKey }) => `${parsed(privateKey).type} ${parsed(publicKey).type}`);
    expect(new Set(types)).toEqual(new Set(["ssh-ed25519 ssh-ed25519"]));
    expect(new Set(pairs.map(({ privateKey }) => privateKey)).size).toBe(1000);
  });

  test("of type ecdsa can be read as well, is of P-256 and has the same form", () => {
    for (const { privateKey, publicKey } of Array.from({ length: 50 }, () => makeKeyPair("web-host-key", "ecdsa"))) {
      expect(parsed(privateKey).type).toBe("ecdsa-sha2-nistp256");
      expect(parsed(publicKey).verify("data", parsed(privateKey).sign("data"))).toBe(true);
      expect(publicKey).toMatch(/^ecdsa-sha2-nistp256 AAAA[A-Za-z0-9+/=]{136} web-host-key$/);
      expect(privateKey).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
    }
  });

  test("belongs together", () => {
    const { privateKey, publicKey } = makeKeyPair("web");
    const data = Buffer.from("data");
    const signature = parsed(privateKey).sign(data);
    expect(parsed(publicKey).verify(data, signature)).toBe(true);
    expect(parsed(makeKeyPair("web").publicKey).verify(data, signature)).toBe(false);
  });

  test("is one line of authorized_keys, with its comment, and a PEM text that ends with a line", () => {
    const { privateKey, publicKey } = makeKeyPair("web-login-key");
    expect(publicKey).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43} web-login-key$/);
    expect(privateKey).toMatch(
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=]+\n)+-----END OPENSSH PRIVATE KEY-----\n$/,
    );
  });

  test("is made anew where ssh2 writes one that cannot be read", () => {
    const broken = { private: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n", public: "ssh-ed25519 AAAA" };
    const good = makeKeyPair("web");
    const generate = jest.spyOn(utils, "generateKeyPairSync");
    generate
      .mockReturnValueOnce(broken)
      .mockReturnValueOnce(broken)
      .mockReturnValueOnce({ private: good.privateKey, public: good.publicKey });
    expect(makeKeyPair("web")).toEqual(good);
    expect(generate).toHaveBeenCalledTimes(3);
  });
});
