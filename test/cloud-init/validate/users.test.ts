// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a login with capital letters",
    { users: [{ name: "Anna" }] },
    [
      'error: users[0].name: "Anna" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "a login beginning with a digit",
    { users: [{ name: "4anna" }] },
    [
      'error: users[0].name: "4anna" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "a login of 33 letters",
    { users: [{ name: "a".repeat(33) }] },
    [
      'error: users[0].name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "a login with a command",
    { users: [{ name: "$(reboot)" }] },
    [
      'error: users[0].name: "$(reboot)" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "an empty login",
    { users: [{ name: "" }] },
    [
      'error: users[0].name: "" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "the image's own login",
    { users: [{ name: "rocky" }] },
    ['error: users[0].name: "rocky" is the image\'s own login and exists already; remove it here'],
  ],
  [
    "a system user",
    { users: [{ name: "sshd" }] },
    ['error: users[0].name: "sshd" is a system user that exists already; choose another name'],
  ],
  [
    "a system user of another family",
    { users: [{ name: "daemon" }] },
    ['error: users[0].name: "daemon" is a system user that exists already; choose another name'],
  ],
  [
    "a user docker",
    { users: [{ name: "docker" }] },
    ['error: users[0].name: "docker" would be made with a group of that name, which is Docker\'s; choose another name'],
  ],
  [
    "one user twice",
    { users: [{ name: "ci" }, { name: "ci" }] },
    ['error: users[1].name: "ci" is here twice; keep one of them'],
  ],
  [
    "a shell that is no path",
    { users: [{ name: "ci", shell: "bash" }] },
    ['error: users[0].shell: "bash" is not the absolute path of a shell, for example "/bin/bash"'],
  ],
  [
    "a group that is no name",
    { users: [{ name: "ci", groups: ["wheel,root"] }] },
    [
      'error: users[0].groups[0]: "wheel,root" is not a group\'s name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "the group docker",
    { users: [{ name: "ci", groups: ["docker"] }] },
    ['error: users[0].groups[0]: "docker" is not given here; name "ci" in dockerUsers, which is also checked'],
  ],
  [
    "one group twice",
    { users: [{ name: "ci", groups: ["wheel", "wheel"] }] },
    ['error: users[0].groups[1]: "wheel" is here twice; keep one of them'],
  ],
  [
    "a user whose own group is named",
    { users: [{ name: "deploy", groups: ["deploy"] }] },
    ['error: users[0].groups: "deploy" is made with the user, and cannot be there before; take it out'],
  ],
  [
    "a user of a group's name",
    { users: [{ name: "wheel" }] },
    [
      'error: users[0].name: "wheel" is made with a group of its name, and there is one already, of the image; choose another name',
    ],
  ],
  [
    "a group of a later user",
    { users: [{ name: "anna", groups: ["ci"] }, { name: "ci" }] },
    ['error: users[0].groups: "ci" is made with a user that comes later; put that user first'],
  ],
  [
    "users of groups that cloudConfig makes",
    { users: [{ name: "ci" }, { name: "dan" }], cloudConfig: { groups: ["web", { ci: ["anna"] }, "dan,eve"] } },
    [
      'error: users[0].name: "ci" is made with a group of its name, and there is one already, by cloudConfig.groups; take it out there',
      'error: users[1].name: "dan" is made with a group of its name, and there is one already, by cloudConfig.groups; take it out there',
    ],
  ],
  [
    "users of cloudConfig, of groups' names",
    { cloudConfig: { users: [{ name: "video" }, { name: "ben", groups: "ben, adm" }, "x", { name: 5 }] } },
    [
      'error: cloudConfig.users[0].name: "video" is made with a group of its name, and there is one already, of the image; choose another name',
      'error: cloudConfig.users[1].groups: "ben" is made with the user, and cannot be there before; take it out',
    ],
  ],
  [
    "cloud-init's word for the login",
    { users: [{ name: "default" }] },
    ["error: users[0].name: \"default\" is cloud-init's word for the image's own login; choose another name"],
  ],
  [
    "a shell that nothing installs",
    { users: [{ name: "ci", shell: "/bin/zsh" }] },
    [
      'warning: users[0].shell: "/bin/zsh" is not on the image, and "ci" cannot log in before it is; add "zsh" to docker.packages, or use "/bin/bash"',
    ],
  ],
  [
    "a shell whose package has another name",
    { users: [{ name: "ci", shell: "/bin/csh" }], docker: { packages: ["zsh"] } },
    [
      'warning: users[0].shell: "/bin/csh" is not on the image, and "ci" cannot log in before it is; add "tcsh" to docker.packages, or use "/bin/bash"',
    ],
  ],
  [
    "shells that no repository of Enterprise Linux itself has",
    { users: ["/bin/rbash", "/usr/bin/fish", "/bin/dash", "/opt/x/nu"].map((shell, i) => ({ name: `u${i}`, shell })) },
    [
      'warning: users[0].shell: "/bin/rbash" is not on the image, and "u0" cannot log in before it is; run "ln -s bash /bin/rbash" in commands, or use "/bin/bash"',
      'warning: users[1].shell: "/usr/bin/fish" is not on the image, and "u1" cannot log in before it is; run "dnf -y install epel-release && dnf -y install fish" in commands, or use "/bin/bash"',
      'warning: users[2].shell: "/bin/dash" is not on the image, and "u2" cannot log in before it is; run "dnf -y install epel-release && dnf -y install dash" in commands, or use "/bin/bash"',
      'warning: users[3].shell: "/opt/x/nu" is not on the image, and "u3" cannot log in before it is; install it in commands, or use "/bin/bash"',
    ],
  ],
  ["a shell that lets in for files only", { users: [{ name: "ci", shell: "/usr/libexec/openssh/sftp-server" }] }, []],
  [
    "a shell that a command makes",
    { users: [{ name: "ci", shell: "/bin/rbash" }], commands: ["ln -s bash /bin/rbash"] },
    [],
  ],
  [
    "Debian's group for sudo",
    { users: [{ name: "ci", groups: ["sudo"] }] },
    ['warning: users[0].groups[0]: "sudo" gives no right on Enterprise Linux; set sudo to true in its place'],
  ],
  [
    "a docker user that is no name",
    { dockerUsers: ["*"] },
    [
      'error: dockerUsers[0]: "*" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
  [
    "a docker user twice",
    { dockerUsers: ["rocky", "rocky"] },
    ['error: dockerUsers[1]: "rocky" is here twice; keep one of them'],
  ],
  [
    "a docker user that nothing declares",
    { dockerUsers: ["ben"] },
    [
      'warning: dockerUsers[0]: "ben" is neither in users nor the image\'s login (rocky); unless the image has this user, the installation fails',
    ],
  ],
  [
    "a docker user that cloudConfig does not declare, beside others",
    { dockerUsers: ["ben"], cloudConfig: { users: ["ben", null, ["ben"], { name: "anna" }] } },
    [
      'warning: dockerUsers[0]: "ben" is neither in users nor the image\'s login (rocky); unless the image has this user, the installation fails',
    ],
  ],
  [
    "root as docker user",
    { dockerUsers: ["root"] },
    ['warning: dockerUsers[0]: "root" may use Docker without being in the group; leave it out'],
  ],
  [
    "a docker user that cannot log in",
    { users: [{ name: "ci", shell: "/sbin/nologin" }], dockerUsers: ["ci"] },
    [
      'error: dockerUsers[0]: "ci" cannot log in with the shell /sbin/nologin, so cannot use docker; give it another one',
    ],
  ],
  [
    "an image's login that is no name",
    { login: "Rocky Linux", dockerUsers: [] },
    [
      'error: login: "Rocky Linux" is not a login name; use at most 32 lower-case letters, digits, "-", "_" or ".", beginning with a letter or "_", for example "ci"',
    ],
  ],
];

describe("users", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
