// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import { cloudConfig, read } from "../../../cloud-init";
import { hostKey, keys, rsa } from "../material";

const ofCurve = (bits: 256 | 384) => {
  const { private: privateKey, public: publicKey } = utils.generateKeyPairSync("ecdsa", { bits });
  return { privateKey, publicKey };
};
const [ecdsa, other] = [ofCurve(256), ofCurve(384)];

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  ["a kind of key that is none", { keyType: "rsa" }, ['error: keyType: "rsa" is none of "ed25519", "ecdsa"']],
  [
    "keys that an image in FIPS mode does not take, which it may be",
    { keyType: "ecdsa", users: [{ name: "ci", sshAuthorizedKeys: [keys.ecdsa, keys.ed25519, keys.skEd25519] }] },
    ["ssh-ed25519", "sk-ssh-ed25519@openssh.com"].map(
      (type, i) =>
        `warning: users[0].sshAuthorizedKeys[${i + 1}]: is of type ${type}, which no image in FIPS mode takes, and keyType "ecdsa" is for such an image; make one with "ssh-keygen -t ecdsa"`,
    ),
  ],
  ["the same keys elsewhere", { users: [{ name: "ci", sshAuthorizedKeys: [keys.ecdsa, keys.ed25519] }] }, []],
  [
    "an empty key",
    { users: [{ name: "ci", sshAuthorizedKeys: [""] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256/384/521 or of a security key; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "something else",
    { users: [{ name: "ci", sshAuthorizedKeys: ["password1"] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256/384/521 or of a security key; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a cut key",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.slice(0, 60)] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is no whole ssh-ed25519 key: something in its base64 part is missing, wrong or too much; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a key with something behind it in base64",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.replace(" ci", "AAAA ci")] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is no whole ssh-ed25519 key: something in its base64 part is missing, wrong or too much; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a key under another type's name",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.replace("ssh-ed25519", "ssh-rsa")] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is no whole ssh-rsa key: something in its base64 part is missing, wrong or too much; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "two keys in one text",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519 + "\n" + keys.ecdsa] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is more than one line; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a short RSA key",
    { users: [{ name: "ci", sshAuthorizedKeys: [rsa(1024)] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is an RSA key of 1024 bits, and Rocky Linux 9 takes none below 2048; make one with "ssh-keygen -t ed25519"',
    ],
  ],
  [
    "a DSA key",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.dsa] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is a key of type ssh-dss, which is not taken; make one with "ssh-keygen -t ed25519"',
    ],
  ],
  [
    "a private key",
    { users: [{ name: "ci", sshAuthorizedKeys: [hostKey.privateKey] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is a private key (not shown): it does not belong here, so count it as disclosed; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "the login's key",
    { loginKeys: ["x"] },
    [
      'error: loginKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa, ecdsa-sha2-nistp256/384/521 or of a security key; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a key of the login twice, once with options",
    { loginKeys: [keys.ed25519, `restrict ${keys.ed25519} again`, `from="192.0.2.1" ${keys.ecdsa}`, keys.ed25519] },
    [
      "error: loginKeys[1]: has options and is the login's own key, or one that is named here without them, which they would bind as well; take it out",
    ],
  ],
  [
    "a host key of two pairs",
    { hostKey: { ...hostKey, publicKey: keys.ed25519 } },
    ["error: hostKey.publicKey: does not belong to hostKey.privateKey; give both halves of one pair"],
  ],
  [
    "a public key in place of the private half of a host key",
    { hostKey: { ...hostKey, privateKey: hostKey.publicKey } },
    ["error: hostKey.privateKey: is not an ed25519 or ECDSA (P-256) private key in OpenSSH form without passphrase"],
  ],
  [
    "a host key of another type",
    { hostKey: other },
    ["error: hostKey.privateKey: is not an ed25519 or ECDSA (P-256) private key in OpenSSH form without passphrase"],
  ],
  [
    "half a public key in a host key",
    { hostKey: { ...hostKey, publicKey: "ssh-ed25519" } },
    [
      'error: hostKey.publicKey: is no whole ssh-ed25519 key: something in its base64 part is missing, wrong or too much; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
      "error: hostKey.publicKey: does not belong to hostKey.privateKey; give both halves of one pair",
    ],
  ],
  [
    "a host key whose halves are exchanged",
    { hostKey: { privateKey: hostKey.publicKey, publicKey: hostKey.privateKey } },
    [
      'error: hostKey.publicKey: is a private key (not shown): it does not belong here, so count it as disclosed; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
      "error: hostKey.privateKey: is not an ed25519 or ECDSA (P-256) private key in OpenSSH form without passphrase",
    ],
  ],
];

test("keys of any editor are written as OpenSSH and cloud-init read them, and others as they are", () => {
  const bom = "\ufeff";
  const written = (pair: typeof hostKey) => {
    const users = [{ name: "ci", sshAuthorizedKeys: [bom + keys.ed25519, `${keys.ecdsa}\n`] }];
    const { spec, problems } = read({ login: "rocky", loginKeys: [`${bom}${keys.ed25519}`], hostKey: pair, users });
    expect(problems).toEqual([]);
    return spec && cloudConfig(spec);
  };
  const { privateKey, publicKey } = hostKey;
  for (const text of [privateKey, privateKey.trim(), bom + privateKey, privateKey.replaceAll("\n", "\r\n")]) {
    expect(written({ privateKey: text, publicKey: bom + publicKey })).toMatchObject({
      ssh_keys: { ed25519_private: privateKey, ed25519_public: publicKey },
      ssh_authorized_keys: [keys.ed25519],
      users: ["default", { ssh_authorized_keys: [keys.ed25519, `${keys.ecdsa}\n`] }],
    });
  }
});

test("a host key of type ecdsa is written as one", () => {
  const { spec, problems } = read({ login: "rocky", hostKey: ecdsa, keyType: "ecdsa" });
  expect(problems).toEqual([]);
  expect(spec && cloudConfig(spec).ssh_keys).toEqual({
    ecdsa_private: ecdsa.privateKey,
    ecdsa_public: ecdsa.publicKey,
  });
});

test("a host key of which one character is wrong is refused, also where the parser sees nothing", () => {
  const [begin = "", ...lines] = hostKey.privateKey.split("\n");
  // The private half begins at byte 161, which is in the fourth line.
  const at = 230 + 3;
  const body = lines.join("\n");
  const privateKey = `${begin}\n${body.slice(0, at)}${body[at] === "x" ? "y" : "x"}${body.slice(at + 1)}`;
  expect(utils.parseKey(privateKey)).not.toBeInstanceOf(Error);
  const { problems } = read({ login: "rocky", hostKey: { ...hostKey, privateKey } });
  expect(problems.map(({ path }) => path)).toEqual(["hostKey.privateKey"]);
});

describe("SSH keys", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
