// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";
import { hostKey } from "../material";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a relative path",
    { files: [{ path: "motd", content: "" }] },
    ['error: files[0].path: "motd" is not the absolute path of a file, for example "/etc/motd"'],
  ],
  [
    "a folder",
    { files: [{ path: "/etc/", content: "" }] },
    ['error: files[0].path: "/etc/" is not the absolute path of a file, for example "/etc/motd"'],
  ],
  [
    "a path with steps upwards",
    { files: [{ path: "/etc/../motd", content: "" }] },
    ['error: files[0].path: "/etc/../motd" is not the absolute path of a file, for example "/etc/motd"'],
  ],
  [
    "a file of ours with an option for it",
    { files: [{ path: "/etc/docker/daemon.json", content: "{}" }] },
    ['error: files[0].path: "/etc/docker/daemon.json" is written by this package; use docker.daemonConfig instead'],
  ],
  [
    "a file of ours",
    { files: [{ path: "/etc/docker-host/install.env", content: "" }] },
    ['error: files[0].path: "/etc/docker-host/install.env" is written by this package; choose another path'],
  ],
  [
    "a file twice",
    {
      files: [
        { path: "/etc/motd", content: "1" },
        { path: "/etc/motd", content: "2" },
      ],
    },
    ['error: files[1].path: "/etc/motd" is here twice; keep one of them'],
  ],
  [
    "permissions in letters",
    { files: [{ path: "/etc/motd", content: "", permissions: "rw-" }] },
    ['error: files[0].permissions: "rw-" is not three or four octal digits, for example "0644"'],
  ],
  [
    "permissions for nobody, which cloud-init does not set",
    { files: [{ path: "/etc/motd", content: "", permissions: "000" }] },
    ['error: files[0].permissions: "000" is written by cloud-init as "0644"; use at least "0400"'],
  ],
  [
    "permissions that cloud-init's chown takes away",
    { files: [{ path: "/opt/x", content: "", permissions: "4755" }] },
    [
      'error: files[0].permissions: "4755" loses its first digit in cloud-init\'s chown; run "chmod 4755 /opt/x" in commands',
    ],
  ],
  [
    "owners that nobody makes, at which cloud-init would stop",
    {
      users: [{ name: "ci", groups: ["web"] }],
      cloudConfig: { users: [{ name: "jane" }], groups: [{ ops: ["ci"] }] },
      files: ["ci:ci", "rocky:web", "jane:ops", "root:docker", "root:wheel", "nobody", "deploy:deploy", "root:www"].map(
        (owner, i) => ({ path: `/etc/${i}`, content: "", owner }),
      ),
    },
    [
      'warning: files[6].owner: "deploy" is not made by users; unless the image has it, cloud-init stops here and leaves out this file and the ones behind it; declare it in users',
      'warning: files[7].owner: "www" is not made by users; unless the image has it, cloud-init stops here and leaves out this file and the ones behind it; declare it in users',
    ],
  ],
  [
    "an owner that is no name",
    { files: [{ path: "/etc/motd", content: "", owner: "a b" }] },
    ['error: files[0].owner: "a b" is not "user" or "user:group", for example "root:root"'],
  ],
  [
    "a file with a private key",
    { files: [{ path: "/etc/key", content: hostKey.privateKey }] },
    [
      "warning: files[0].content: holds a private key (not shown), and user data can be read by every process that reaches the machine's metadata; bring secrets after the start",
    ],
  ],
  ["an empty command", { commands: [" "] }, ["error: commands[0]: is empty; write a command line or remove it"]],
  [
    "a command with a private key",
    { commands: ["echo '" + hostKey.privateKey + "'"] },
    [
      "warning: commands[0]: holds a private key (not shown), and user data can be read by every process that reaches the machine's metadata; bring secrets after the start",
    ],
  ],
  [
    "runcmd as a text",
    { cloudConfig: { runcmd: "reboot" } },
    ["error: cloudConfig.runcmd: must be a list: it is appended to what this package puts there"],
  ],
  [
    "bootcmd as a string",
    { cloudConfig: { bootcmd: "reboot" } },
    ["error: cloudConfig.bootcmd: must be a list: it is appended to what this package puts there"],
  ],
  [
    "users as a map",
    { cloudConfig: { users: {} } },
    ["error: cloudConfig.users: must be a list: it is appended to what this package puts there"],
  ],
  [
    "another host key",
    { hostKey, cloudConfig: { ssh_keys: {} } },
    ["error: cloudConfig.ssh_keys: must not be set: the machine's key is made and pinned by this package; remove it"],
  ],
  [
    "a file of ours in cloudConfig",
    { cloudConfig: { write_files: [{ path: "/etc/docker/daemon.json", content: "{}" }] } },
    [
      'warning: cloudConfig.write_files[0].path: "/etc/docker/daemon.json" replaces the file that this package writes there',
    ],
  ],
  [
    "a file of ours in cloudConfig, among what is no file",
    {
      cloudConfig: {
        write_files: [null, "/etc/docker/daemon.json", [], { path: 5 }, { path: "/etc/docker/daemon.json" }],
      },
    },
    [
      'warning: cloudConfig.write_files[4].path: "/etc/docker/daemon.json" replaces the file that this package writes there',
    ],
  ],
  [
    "permissions in cloudConfig",
    {
      cloudConfig: {
        write_files: ["000", "0o0", "rw-", "4755", "0o644", "00644", "0600", 420].map((permissions, i) => ({
          path: `/opt/${i}`,
          permissions,
        })),
      },
    },
    [
      'error: cloudConfig.write_files[0].permissions: "000" is written by cloud-init as "0644"; use at least "0400"',
      'error: cloudConfig.write_files[1].permissions: "0o0" is not three or four octal digits, for example "0644"',
      'error: cloudConfig.write_files[2].permissions: "rw-" is not three or four octal digits, for example "0644"',
      'error: cloudConfig.write_files[3].permissions: "4755" loses its first digit in cloud-init\'s chown; run "chmod 4755 /opt/3" in commands',
    ],
  ],
  [
    "cloudConfig with a private key",
    { cloudConfig: { write_files: [{ path: "/k", content: hostKey.privateKey }] } },
    [
      "warning: cloudConfig: holds a private key (not shown), and user data can be read by every process that reaches the machine's metadata; bring secrets after the start",
    ],
  ],
];

describe("files, commands and cloud-config", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
