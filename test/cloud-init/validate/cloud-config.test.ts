// SPDX-License-Identifier: Apache-2.0
import { type CloudConfig, type HostSpecInput, read } from "../../../cloud-init";
import { mountDataDisk } from "../../../cloud-init/data-disk";
import { hostKey, keys } from "../material";

function said(cloudConfig: CloudConfig, further: Partial<HostSpecInput> = {}): string[] {
  const { problems } = read({ login: "rocky", ...further, cloudConfig });
  return problems.map(({ severity, path, message }) => `${severity}: ${path.replace("cloudConfig.", "")}: ${message}`);
}

const deploy = `"deploy" takes the place of the image's login, and the host is set up and reached as "rocky"; take it out, and declare "deploy" in users`;
const noRoot = `lets the login be root no more, or asks it for a password; use "ALL=(ALL) NOPASSWD:ALL"`;
const past = "expiredate: lets the login in no more since that day; take it out";
const expired = `gives the login a password that has expired, so that no command runs before somebody changes it; add "expire": false to cloudConfig.chpasswd`;
const ends = "ends the machine before anybody can use it; for one that ends by itself, set ttlMinutes";
const endsMaybe =
  "warning: power_state: ends the machine before anybody can use it where the condition holds; set a delay, or ttlMinutes";
const imageSize = "leaves the root disk at the size of the image, whatever is paid for; take it out";
const noImport = "does nothing on Enterprise Linux, which has no ssh-import-id";
const lacks = (modules: string, loss: string) =>
  `takes the place of the image's list and lacks ${modules}, without which ${loss}; add what is missing, or leave the key out`;
const noShell = (user: string) =>
  `is not on the image, and "${user}" cannot log in before it is; add "zsh" to docker.packages, or use "/bin/bash"`;
const later = { name: "rocky", expiredate: "9999-12-31" };
const installsNothing = lacks("scripts_user", "Docker is not installed");

test.each<[string, CloudConfig, string]>([
  ["another login by its old name", { user: "deploy" }, `error: user: ${deploy}`],
  ["another login as a map", { user: { name: "deploy" } }, `error: user.name: ${deploy}`],
  [
    "another name of the image's login",
    { system_info: { default_user: { name: "deploy" } } },
    `error: system_info.default_user.name: ${deploy}`,
  ],
  [
    "a login that runs no command",
    { user: { shell: "/sbin/nologin" } },
    `error: user.shell: "/sbin/nologin" lets the login run no command; take it out`,
  ],
  [
    "a login without sudo",
    { system_info: { default_user: { sudo: null } } },
    `warning: system_info.default_user.sudo: ${noRoot}`,
  ],
  [
    "a shell of the login that nothing installs",
    { user: { shell: "/bin/zsh" } },
    `warning: user.shell: "/bin/zsh" ${noShell("rocky")}`,
  ],
  [
    "a shell of a user that nothing installs",
    { users: [{ name: "ci", shell: "/bin/zsh" }] },
    `warning: users[0].shell: "/bin/zsh" ${noShell("ci")}`,
  ],
  ["a login whose sudo asks", { user: { sudo: ["ALL=(ALL) ALL"] } }, `warning: user.sudo: ${noRoot}`],
  [
    "a login whose sudo asks in the end",
    { user: { sudo: ["ALL=(ALL) NOPASSWD:ALL", "ALL=(ALL) ALL"] } },
    `warning: user.sudo: ${noRoot}`,
  ],
  [
    "a login whose sudo is for one command",
    { user: { sudo: "ALL=(ALL) NOPASSWD:ALL_OF_THEM" } },
    `warning: user.sudo: ${noRoot}`,
  ],
  [
    "a login that is sent away",
    { users: [{ name: "rocky", ssh_redirect_user: true }] },
    "warning: users[0].ssh_redirect_user: turns away whoever logs in as the login; take it out",
  ],
  ["a login of the past", { users: [{ name: "rocky", expiredate: "2020-01-01" }] }, `warning: users[0].${past}`],
  ["a login of the past, by days", { users: [{ name: "default", expiredate: "18262" }] }, `warning: users[0].${past}`],
  ["a login of the past, by its settings", { user: { expiredate: "2020-01-01" } }, `warning: user.${past}`],
  [
    "a text in the place of what the image says of itself",
    { system_info: "rocky" },
    "error: system_info: must be a map: it takes the place of what the image says of itself",
  ],
  ["a password for the login", { password: "x" }, `warning: password: ${expired}`],
  ["a password in a list", { chpasswd: { list: "ci:x\nrocky:y" } }, `warning: chpasswd: ${expired}`],
  ["a password in lines", { chpasswd: { list: ["rocky:y"] } }, `warning: chpasswd: ${expired}`],
  ["a random password", { chpasswd: { users: [{ name: "rocky", type: "RANDOM" }] } }, `warning: chpasswd: ${expired}`],
  [
    "only the last module, on each boot",
    { cloud_final_modules: [["scripts-per-boot", "always"]] },
    `error: cloud_final_modules: ${installsNothing}`,
  ],
  ["no modules at the end", { cloud_final_modules: [] }, `error: cloud_final_modules: ${installsNothing}`],
  ["modules that are no list", { cloud_final_modules: null }, `error: cloud_final_modules: ${installsNothing}`],
  [
    "no commands",
    { cloud_config_modules: ["locale"] },
    `error: cloud_config_modules: ${lacks("runcmd", "Docker is not installed")}`,
  ],
  [
    "no growing root disk",
    { cloud_init_modules: ["write_files", "users_groups", "ssh"] },
    `warning: cloud_init_modules: ${lacks("growpart, resizefs", "the root disk keeps the size of the image")}`,
  ],
  [
    "no users, and no growing root disk",
    { cloud_init_modules: ["write_files", "growpart", "ssh"] },
    `error: cloud_init_modules: ${lacks("users_groups, resizefs", "there are no users")}`,
  ],
  [
    "no users",
    { cloud_init_modules: ["write-files", "cc_growpart", { name: "resizefs" }] },
    `error: cloud_init_modules: ${lacks("users_groups, ssh", "there are no users")}`,
  ],
  ["an end at once", { power_state: { mode: "poweroff" } }, `error: power_state: ${ends}`],
  ["an end now", { power_state: { mode: "halt", delay: "now" } }, `error: power_state: ${ends}`],
  ["an end on a condition", { power_state: { mode: "poweroff", condition: "test -f /x" } }, endsMaybe],
  ["an end on a condition in words", { power_state: { mode: "poweroff", condition: ["test", "-f", "/x"] } }, endsMaybe],
  [
    "a start anew at once",
    { power_state: { mode: "reboot" } },
    "warning: power_state: starts the machine anew while it is looked at, so that the check may fail; set a delay",
  ],
  [
    "no metadata",
    { disable_ec2_metadata: true },
    "warning: disable_ec2_metadata: cuts off the metadata server, and with it the machine's role and the cloud's agents; take it out",
  ],
  ["a partition that does not grow", { growpart: { mode: "off" } }, `warning: growpart: ${imageSize}`],
  ["a file system that does not grow", { resize_rootfs: false }, `warning: resize_rootfs: ${imageSize}`],
  [
    "no host keys",
    { ssh_genkeytypes: [] },
    "warning: ssh_genkeytypes: leaves the machine without a key of its own, and sshd does not start without one; take it out",
  ],
  [
    "where user data is looked for",
    { datasource_list: ["None"] },
    "warning: datasource_list: comes too late: the machine has found its user data before it reads this, and may miss it on a later boot; take it out",
  ],
  [
    "a reboot where packages ask for it",
    { package_reboot_if_required: true },
    "warning: package_reboot_if_required: is for Debian, Ubuntu and SUSE only, and does nothing on this machine; take it out",
  ],
  [
    "packages of snap",
    { snap: {} },
    "warning: snap: is for Ubuntu only, and does nothing on this machine; take it out",
  ],
  [
    "keys of the login from GitHub",
    { ssh_import_id: ["gh:ci"] },
    `warning: ssh_import_id: ${noImport}; give the keys in cloudConfig.ssh_authorized_keys`,
  ],
  [
    "keys of a user from GitHub",
    { users: [{ name: "ci", ssh_import_id: ["gh:ci"] }] },
    `warning: users[0].ssh_import_id: ${noImport}, so that "ci" gets no key; give it in ssh_authorized_keys`,
  ],
])("%s: said before anything is made", (_what, cloudConfig, expected) => {
  expect(said(cloudConfig)).toEqual([expected]);
});

test.each<[string, CloudConfig, Partial<HostSpecInput>, string]>([
  [
    "swap that is asked for, and none in cloudConfig",
    { swap: null },
    { swapMiB: 64 },
    "error: swap: must be a map: it takes the place of what swapMiB asks for",
  ],
  [
    "root as the image's login, kept out",
    { disable_root: true },
    { login: "root", dockerUsers: [] },
    "error: disable_root: keeps out root, which is the image's login; take it out",
  ],
  [
    "a data disk, and a list without what mounts it",
    { cloud_init_modules: ["write_files", "growpart", "resizefs", "users_groups", "ssh"], ...mountDataDisk("/data") },
    { docker: { dataRoot: "/data/docker" } },
    `error: cloud_init_modules: ${lacks("bootcmd", "the commands of bootcmd do not run")}`,
  ],
  [
    "swap, and a list without what makes it",
    { cloud_init_modules: ["write_files", "growpart", "resizefs", "users_groups", "ssh"] },
    { swapMiB: 64 },
    `error: cloud_init_modules: ${lacks("mounts", "there is no swap")}`,
  ],
  [
    "a file of a user, and a list without what writes it",
    { cloud_final_modules: ["scripts_user"] },
    { users: [{ name: "ci" }], files: [{ path: "/home/ci/x", content: "", owner: "ci:ci" }] },
    `error: cloud_final_modules: ${lacks("write_files_deferred", "no file of another owner than root is written")}`,
  ],
])("%s: said before anything is made", (_what, cloudConfig, further, expected) => {
  expect(said(cloudConfig, further)).toEqual([expected]);
});

test.each<[string, CloudConfig]>([
  ["the image's own login by its name", { user: "rocky", system_info: { default_user: { name: "rocky" } } }],
  ["further groups of the login", { user: { groups: ["wheel"] }, users: [{ name: "rocky", groups: "wheel" }] }],
  [
    "a shell and sudo in a list of users, where the image's own settings win",
    { users: [{ name: "rocky", sudo: false }] },
  ],
  ["sudo without a password", { user: { sudo: "ALL=(ALL) NOPASSWD:ALL", shell: "/bin/zsh" }, packages: ["zsh"] }],
  ["sudo with another tag", { user: { sudo: "ALL=(ALL) NOPASSWD:SETENV: ALL" } }],
  ["sudo with a later rule", { user: { sudo: ["ALL=(ALL) ALL", "ALL=(root) NOPASSWD: ALL"] } }],
  ["a password that stays", { password: "x", chpasswd: { expire: false } }],
  ["a password that stays, in words", { chpasswd: { list: "rocky:x", expire: "no" } }],
  ["a password of somebody else", { chpasswd: { users: [{ name: "ci", password: "x" }] }, password: "y" }],
  ["a user of the past, and a login of the future", { users: [{ name: "ci", expiredate: "2020-01-01" }, later] }],
  ["passwords of nobody", { chpasswd: {} }],
  ["all that is needed, and run on each boot", { cloud_final_modules: [["scripts-user", "always"]] }],
  ["the image's modules", { cloud_config_modules: ["locale", "cc_runcmd.py"] }],
  ["an end on a condition that is not met", { power_state: { mode: "poweroff", condition: false } }],
  ["a start anew after the check", { power_state: { mode: "reboot", delay: "+30" } }],
  ["root who cannot log in, as on the image", { disable_root: true, disable_ec2_metadata: false }],
  ["a root disk that grows", { growpart: { mode: "auto" }, resize_rootfs: "noblock" }],
  [
    "what says where else keys are, or how the machine is called",
    { no_ssh_fingerprints: true, manage_etc_hosts: true },
  ],
  ["passwords over SSH", { ssh_pwauth: true, ssh_deletekeys: false, ssh_genkeytypes: ["ed25519"] }],
])("nothing is said of %s", (_what, cloudConfig) => {
  expect(said(cloudConfig)).toEqual([]);
});

test("no key of sshd's own is missed where the machine has one from us", () => {
  expect(said({ ssh_genkeytypes: [] }, { hostKey, loginKeys: [keys.ed25519] })).toEqual([]);
});
