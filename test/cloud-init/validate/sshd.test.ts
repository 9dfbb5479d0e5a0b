// SPDX-License-Identifier: Apache-2.0
import { type Files, said } from "./said-of-files";

const dropIn = (content: string): Files => [["/etc/ssh/sshd_config.d/20-own.conf", content]];
const leavesOut = `leaves out the login; add "rocky"`;
const pinned = "leaves out the machine's key, which may be pinned; add";
const forced = `"ForceCommand" runs in the place of what looks at the host, unless it runs that itself; put it below a Match`;
const atPort22 = "and the machine is reached at port 22";

test.each<[string, string]>([
  ["AllowUsers ci", `sure: : "AllowUsers ci" ${leavesOut}`],
  [`allowusers="ci"  anna # rocky`, `sure: : "AllowUsers ci anna" ${leavesOut}`],
  ["DenyUsers ci r*", `sure: : "DenyUsers ci r*" keeps out the login; take it out`],
  ["DenyUsers rocky@10.0.0.0/8", `maybe: : "DenyUsers rocky@10.0.0.0/8" keeps out the login; take it out`],
  [
    "AllowGroups wheel",
    `maybe: : "AllowGroups wheel" names no group of the login (rocky, adm, systemd-journal, docker); add "rocky"`,
  ],
  ["DenyGroups docker", `sure: : "DenyGroups docker" names a group of the login; take it out`],
  ["Port 2222", `sure: : "Port 2222" opens another port, ${atPort22}; add "Port 22"`],
  ["ListenAddress 0.0.0.0:2222", `sure: : "ListenAddress 0.0.0.0:2222" opens another port, ${atPort22}; take it out`],
  [
    "ListenAddress 127.0.0.1\nListenAddress [::1]:22",
    `sure: : "ListenAddress 127.0.0.1 [::1]:22" opens no address that can be reached from outside; take it out`,
  ],
  ["ListenAddress 10.0.0.7", `maybe: : "ListenAddress 10.0.0.7" is to be the machine's own address; take it out`],
  [
    "PubkeyAuthentication no",
    `sure: : "PubkeyAuthentication no" lets no key in, and the login has nothing else; take it out`,
  ],
  [
    "AuthenticationMethods publickey,password",
    `sure: : "AuthenticationMethods publickey,password" wants more than a key, and the login has nothing else; add "publickey" by itself`,
  ],
  [
    "AuthorizedKeysFile /etc/ssh/keys/%u",
    `sure: : "AuthorizedKeysFile /etc/ssh/keys/%u" leaves out the file with the login's key; add ".ssh/authorized_keys"`,
  ],
  [
    "PubkeyAcceptedKeyTypes rsa-sha2-512",
    `maybe: : "PubkeyAcceptedAlgorithms rsa-sha2-512" leaves out the type of the key that is made for the login; add "ssh-ed25519"`,
  ],
  ["HostKeyAlgorithms -ssh-ed25519*", `maybe: : "HostKeyAlgorithms -ssh-ed25519*" ${pinned} "ssh-ed25519"`],
  [
    "HostKey /etc/ssh/ssh_host_rsa_key",
    `maybe: : "HostKey /etc/ssh/ssh_host_rsa_key" ${pinned} "HostKey /etc/ssh/ssh_host_ed25519_key"`,
  ],
  ["UsePAM no", `sure: : "UsePAM no" lets no user in who has no password, and the login has none; take it out`],
  ["AddressFamily inet6", `sure: : "AddressFamily inet6" takes no IPv4, by which the machine is reached; take it out`],
  ["ForceCommand /bin/menu --token secret", `maybe: : ${forced}`],
  ["ForceCommand internal-sftp", `sure: : ${forced}`],
  [
    "PubkeyAuthentication NO",
    `sure: : "PubkeyAuthentication NO" lets no key in, and the login has nothing else; take it out`,
  ],
  ["UsePAM No", `sure: : "UsePAM No" lets no user in who has no password, and the login has none; take it out`],
  ["AddressFamily INET6", `sure: : "AddressFamily INET6" takes no IPv4, by which the machine is reached; take it out`],
  ["ChrootDirectory %h", `sure: : "ChrootDirectory %h" hides the host from the login; put it below a Match`],
  ["MaxSessions 0", `sure: : "MaxSessions 0" allows no command; use sshMaxSessions, with 1 or more`],
  [
    "AlowUsers rocky",
    `maybe: : "alowusers" is no keyword of sshd, which does not start with one that it does not know; did you mean "allowusers"?`,
  ],
  ["Match User rocky\n  AllowUsers ci", `sure: : "AllowUsers ci" ${leavesOut}`],
  ["Match Address 10.0.0.0/8\n  AllowUsers ci", `maybe: : "AllowUsers ci" ${leavesOut}`],
  ["Match User=rocky Group = adm\n  AllowUsers ci", `sure: : "AllowUsers ci" ${leavesOut}`],
  ["Match Group *,!wheel\n  AllowUsers ci", `sure: : "AllowUsers ci" ${leavesOut}`],
  ["Match Group adm,wheel\n  AllowUsers ci", `sure: : "AllowUsers ci" ${leavesOut}`],
  ["AllowUsers ci\nMatch Address 10.0.0.0/8\n  AllowUsers rocky", `maybe: : "AllowUsers ci" ${leavesOut}`],
])("a drop-in of sshd with %j: said before anything is made", (content, expected) => {
  expect(said(dropIn(content))).toEqual([expected]);
});

test("where the machine has keys of type ecdsa, its sshd has to take those", () => {
  const ecdsa = (line: string) => said(dropIn(line), { keyType: "ecdsa" });
  expect(ecdsa("HostKeyAlgorithms ssh-ed25519")).toEqual([
    `maybe: : "HostKeyAlgorithms ssh-ed25519" ${pinned} "ecdsa-sha2-nistp256"`,
  ]);
  expect(ecdsa("HostKey /etc/ssh/ssh_host_ed25519_key")).toEqual([
    `maybe: : "HostKey /etc/ssh/ssh_host_ed25519_key" ${pinned} "HostKey /etc/ssh/ssh_host_ecdsa_key"`,
  ]);
  expect(ecdsa("PubkeyAcceptedAlgorithms ssh-ed25519")).toHaveLength(1);
  const fips =
    "HostKey /etc/ssh/ssh_host_ecdsa_key\nHostKeyAlgorithms ecdsa-sha2-*\nPubkeyAcceptedAlgorithms ecdsa-sha2-*";
  expect(ecdsa(fips)).toEqual([]);
});

test.each([
  "AllowUsers ci rocky",
  "AllowUsers ci\nAllowUsers r?cky",
  "AllowUsers rocky@10.0.0.0/8",
  "AllowGroups wheel adm",
  "DenyUsers root\nDenyGroups nobody",
  "Port 22",
  "Port 2222\nPort 22",
  "Port 2222\nListenAddress 0.0.0.0:22",
  "PermitRootLogin no\nPasswordAuthentication no\nX11Forwarding no\nMaxAuthTries 4\nClientAliveInterval 300",
  "AuthenticationMethods publickey,password publickey",
  "AuthorizedKeysFile /etc/ssh/keys/%u %h/.ssh/authorized_keys",
  "HostKeyAlgorithms +ssh-rsa\nPubkeyAcceptedAlgorithms ssh-*",
  "HostKey /etc/ssh/ssh_host_rsa_key\nHostKey /etc/ssh/ssh_host_ed25519_key",
  "ForceCommand none\nChrootDirectory none\nMaxSessions 5\nPubkeyAuthentication yes\nUsePAM yes\nAddressFamily inet",
  "Match User ci\n  ForceCommand internal-sftp\n  AllowUsers ci",
  "Match User=ci\n  PubkeyAuthentication no",
  "Match Group *,!adm\n  PubkeyAuthentication no",
  "Match Group !rocky,*\n  PubkeyAuthentication no",
  "ForceCommand None\nChrootDirectory NONE",
  "Match User *,!rocky\n  PubkeyAuthentication no",
  "Match LocalPort 2222\n  AllowUsers ci",
  "AllowUsers ci\nMatch User rocky\n  AllowUsers rocky",
  "# AllowUsers ci\n\n  #Port 2222",
])("nothing is said of a drop-in of sshd with %j", (content) => {
  expect(said(dropIn(content))).toEqual([]);
});

describe("what several files of sshd say together", () => {
  const [main, folder] = ["/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d"];

  test.each<[string, Files, string[]]>([
    [
      "users in two files",
      [
        [`${folder}/1.conf`, "AllowUsers ci"],
        [`${folder}/2.conf`, "AllowUsers rocky"],
      ],
      [],
    ],
    [
      "the first file by its name counts",
      [
        [`${folder}/9.conf`, "PubkeyAuthentication yes"],
        [`${folder}/1.conf`, "PubkeyAuthentication no"],
      ],
      [`sure: files[1].content: "PubkeyAuthentication no" lets no key in, and the login has nothing else; take it out`],
    ],
    [
      "drop-ins come before the main file",
      [
        [main, "Include /etc/ssh/sshd_config.d/*.conf\nUsePAM no"],
        [`${folder}/1.conf`, "UsePAM yes"],
      ],
      [],
    ],
    [
      "drop-ins that the main file does not include",
      [
        [main, "Port 22"],
        [`${folder}/1.conf`, "AllowUsers ci"],
      ],
      [],
    ],
    [
      "a main file with a file of keys for each user, which cloud-init writes",
      [[main, "AuthorizedKeysFile /etc/ssh/authorized_keys/%u"]],
      [],
    ],
    [
      "a main file with one file of keys, which cloud-init does not write",
      [[main, "AuthorizedKeysFile /etc/ssh/keys"]],
      [
        `sure: : "AuthorizedKeysFile /etc/ssh/keys" leaves out the file with the login's key; add ".ssh/authorized_keys"`,
      ],
    ],
    [
      "a file that nothing reads",
      [[`${folder}/own`, "AllowUsers ci"]],
      [`note: : sshd reads only files that end in ".conf" there; write it to "/etc/ssh/sshd_config.d/own.conf"`],
    ],
  ])("%s", (_what, files, expected) => {
    expect(said(files)).toEqual(expected);
  });
});

test("a group counts where the caller may put the login into it", () => {
  const files = dropIn("AllowGroups wheel");
  expect(said(files, { commands: ["usermod -aG wheel rocky"] })).toEqual([]);
  for (const groups of ["wheel, adm", ["wheel"]]) {
    expect(said(files, { cloudConfig: { users: [{ name: "rocky", groups }] } })).toEqual([]);
  }
});

test("another file of keys is a doubt where a command may write the login's key there", () => {
  const commands = ["cp ~rocky/.ssh/authorized_keys /etc/ssh/keys/rocky"];
  expect(said(dropIn("AuthorizedKeysFile /etc/ssh/keys/%u"), { commands })).toEqual([
    expect.stringMatching(/^maybe: /),
  ]);
});
