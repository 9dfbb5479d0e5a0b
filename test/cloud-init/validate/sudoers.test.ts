// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";
import { type Files, said } from "./said-of-files";

const folder = "/etc/sudoers.d";
const asks = (path: string) =>
  `sure: : a rule in "${path}" makes sudo ask the login for a password, and it has none; ` +
  `add NOPASSWD, or give the file a name that comes before "90-cloud-init-users"`;
const terminal = `sure: : requiretty in "${folder}/99-own" wants a terminal, and what looks at the host has none; take it out`;

test.each<[string, string]>([
  ["rocky ALL=(ALL) ALL", asks(`${folder}/99-own`)],
  ["%adm, ci ALL = ALL", asks(`${folder}/99-own`)],
  ["ALL ALL=(ALL:ALL) \\\n ALL", asks(`${folder}/99-own`)],
  ["rocky ALL=(ALL) NOPASSWD: ALL\nrocky ALL=(ALL) ALL # as before", asks(`${folder}/99-own`)],
  ["rocky ALL=(ALL) NOPASSWD: /bin/ls, PASSWD: ALL", asks(`${folder}/99-own`)],
  ["rocky ALL=(root, ci) CWD=/ SETENV: ALL", asks(`${folder}/99-own`)],
  ["Defaults:rocky !authenticate\nDefaults authenticate\nrocky ALL=(ALL) ALL", asks(`${folder}/99-own`)],
  ["Defaults requiretty", terminal],
  ["Defaults:ci,rocky !lecture, requiretty", terminal],
  ["Defaults !requiretty\nDefaults requiretty", terminal],
])("a file of sudoers with %j: said before anything is made, and without its lines", (content, expected) => {
  expect(said([[`${folder}/99-own`, content]])).toEqual([expected]);
});

test.each([
  "rocky ALL=(ALL) NOPASSWD: ALL\nci ALL=(ALL) ALL\nrocky ALL=(postgres) ALL\n# rocky ALL=ALL",
  "%wheel ALL=(ALL) ALL\nrocky ALL=(ALL) /usr/bin/less ALL",
  "rocky ALL=(ALL) ALL\nrocky ALL=(ALL) NOPASSWD:SETENV: ALL",
  "ALL, !rocky ALL=(ALL) ALL\nrocky ALL=(ALL, !root) ALL\nrocky ALL=(:docker) ALL",
  "Defaults:rocky !authenticate\nrocky ALL=(ALL) ALL",
  "User_Alias ADMINS = rocky\nCmnd_Alias X = ALL",
  "Defaults requiretty\nDefaults:rocky !requiretty",
  "Defaults requiretty\nDefaults !requiretty",
  "Defaults:ci requiretty\nDefaults:ALL,!rocky requiretty\nDefaults use_pty",
])("nothing is said of a file of sudoers with %j", (content) => {
  expect(said([[`${folder}/99-own`, content]])).toEqual([]);
});

test.each<[string, Files, string[]]>([
  [
    "a later file counts",
    [
      [`${folder}/99-x`, "rocky ALL=(ALL) NOPASSWD: ALL"],
      [`${folder}/95-x`, "rocky ALL=(ALL) ALL"],
    ],
    [],
  ],
  [
    "a flag is taken back in a later file",
    [
      [`${folder}/10-x`, "Defaults requiretty"],
      [`${folder}/20-x`, "Defaults !requiretty"],
    ],
    [],
  ],
  ["a rule that comes before cloud-init's", [[`${folder}/10-own`, "rocky ALL=(ALL) ALL"]], []],
  ["rules before cloud-init's in its own file", [[`${folder}/90-cloud-init-users`, "rocky ALL=(ALL) ALL"]], []],
  [
    "a main file with a rule behind those of the folder",
    [["/etc/sudoers", "#includedir /etc/sudoers.d\nrocky ALL=(ALL) ALL"]],
    [asks("/etc/sudoers")],
  ],
  [
    "a main file with a rule before those of the folder",
    [["/etc/sudoers", "rocky ALL=(ALL) ALL\n@includedir /etc/sudoers.d"]],
    [],
  ],
  [
    "a main file that leaves out the folder, and with it cloud-init's rule",
    [["/etc/sudoers", "%adm ALL=(ALL) ALL"]],
    [asks("/etc/sudoers")],
  ],
  [
    "a file that sudo does not read",
    [[`${folder}/own.conf`, "rocky ALL=(ALL) ALL"]],
    [
      `note: : sudo reads only files right in that folder, without "." in the name; write it to "/etc/sudoers.d/own-conf"`,
    ],
  ],
])("%s", (_what, files, expected) => {
  expect(said(files)).toEqual(expected);
});

test("what is put behind the main file comes after the folder", () => {
  const file = { path: "/etc/sudoers", content: "rocky ALL=(ALL) ALL", append: true };
  const { problems } = read({ login: "rocky", cloudConfig: { write_files: [file] } });
  expect(problems.map(({ code }) => code)).toEqual(["ssh/locked-out"]);
});
