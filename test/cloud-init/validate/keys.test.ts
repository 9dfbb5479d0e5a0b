// SPDX-License-Identifier: Apache-2.0
import { utils } from "ssh2";

import { read } from "../../../cloud-init";
import { hostKey, keys, rsa } from "../material";

const ecdsa = utils.generateKeyPairSync("ecdsa", { bits: 256 });
const other = { privateKey: ecdsa.private, publicKey: ecdsa.public };

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "an empty key",
    { users: [{ name: "ci", sshAuthorizedKeys: [""] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "something else",
    { users: [{ name: "ci", sshAuthorizedKeys: ["password1"] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a cut key",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.slice(0, 60)] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a key with something behind it in base64",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.replace(" ci", "AAAA ci")] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: holds more than a ssh-ed25519 key in its base64 part; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
    ],
  ],
  [
    "a key under another type's name",
    { users: [{ name: "ci", sshAuthorizedKeys: [keys.ed25519.replace("ssh-ed25519", "ssh-rsa")] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
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
    "options before the key",
    { users: [{ name: "ci", sshAuthorizedKeys: ["restrict " + keys.ed25519] }] },
    [
      'error: users[0].sshAuthorizedKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
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
      'error: loginKeys[0]: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
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
    ["error: hostKey.privateKey: is not an ed25519 private key in OpenSSH form without passphrase"],
  ],
  [
    "a host key of another type",
    { hostKey: other },
    ["error: hostKey.privateKey: is not an ed25519 private key in OpenSSH form without passphrase"],
  ],
  [
    "half a public key in a host key",
    { hostKey: { ...hostKey, publicKey: "ssh-ed25519" } },
    [
      'error: hostKey.publicKey: is not a public key of type ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256/384/521, without options before it; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
      "error: hostKey.publicKey: does not belong to hostKey.privateKey; give both halves of one pair",
    ],
  ],
  [
    "a host key whose halves are exchanged",
    { hostKey: { privateKey: hostKey.publicKey, publicKey: hostKey.privateKey } },
    [
      'error: hostKey.publicKey: is a private key (not shown): it does not belong here, so count it as disclosed; paste the one line of the .pub file, for example "ssh-ed25519 AAAA... ci@laptop"',
      "error: hostKey.privateKey: is not an ed25519 private key in OpenSSH form without passphrase",
    ],
  ],
];

describe("SSH keys", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
