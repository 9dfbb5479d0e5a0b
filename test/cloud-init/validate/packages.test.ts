// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a version that is none",
    { docker: { version: "latest" } },
    ['error: docker.version: "latest" is not an engine version; write for example "27.5.1" or "27.5.1-1.el9"'],
  ],
  [
    "a version with two numbers",
    { docker: { version: "27.5" } },
    ['error: docker.version: "27.5" is not an engine version; write for example "27.5.1" or "27.5.1-1.el9"'],
  ],
  [
    "a version with a command",
    { docker: { version: "29.9.0;reboot" } },
    ['error: docker.version: "29.9.0;reboot" is not an engine version; write for example "27.5.1" or "27.5.1-1.el9"'],
  ],
  [
    "the epoch of docker-ce-cli",
    { docker: { version: "1:29.9.0" } },
    ['error: docker.version: "1:29.9.0" has epoch 1, and docker-ce has 3; leave the epoch out'],
  ],
  [
    "an epoch of two digits",
    { docker: { version: "13:29.9.0" } },
    ['error: docker.version: "13:29.9.0" has epoch 13, and docker-ce has 3; leave the epoch out'],
  ],
  [
    "a version that is known to be bad",
    { docker: { version: "29.1.0" } },
    ['error: docker.version: "29.1.0" breaks the resolution of names on user-defined networks; take 29.1.1 or later'],
  ],
  [
    "the same with epoch and release",
    { docker: { version: "3:29.1.0-1.el9" } },
    [
      'error: docker.version: "3:29.1.0-1.el9" breaks the resolution of names on user-defined networks; take 29.1.1 or later',
    ],
  ],
  [
    "a version with a hole",
    { docker: { version: "27.5.1" } },
    [
      'warning: docker.version: "27.5.1" lets other machines reach ports published to localhost after firewalld reloads (CVE-2025-54388); take 28.3.3 or later',
    ],
  ],
  [
    "the last version with the hole",
    { docker: { version: "3:28.3.2-1.el9" } },
    [
      'warning: docker.version: "3:28.3.2-1.el9" lets other machines reach ports published to localhost after firewalld reloads (CVE-2025-54388); take 28.3.3 or later',
    ],
  ],
  [
    "a containerd version that is none",
    { docker: { version: "29.9.0", containerdVersion: "v2" } },
    [
      'error: docker.containerdVersion: "v2" is not a version of containerd.io; write for example "1.7.25" or "2.1.5-1.el9"',
    ],
  ],
  [
    "an old containerd for the newest engine",
    { docker: { containerdVersion: "1.7.25" } },
    [
      'warning: docker.containerdVersion: "1.7.25" is too old for the newest engine, which needs 2.1.5; pin docker.version as well, or leave both open',
    ],
  ],
  [
    "a channel that does not exist",
    { docker: { channel: "nightly" } },
    ['error: docker.channel: "nightly" is not a channel; use "stable" or "test"'],
  ],
  [
    "a folder that does not exist",
    { docker: { repository: "fedora" } },
    [
      'error: docker.repository: "fedora" is neither centos, rhel, rocky nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"',
    ],
  ],
  [
    "a repository with final slash",
    { docker: { repository: "https://mirror.example/centos/" } },
    [
      'error: docker.repository: "https://mirror.example/centos/" is neither centos, rhel, rocky nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"',
    ],
  ],
  [
    "a repository with a password",
    { docker: { repository: "https://me:secret@mirror.example/centos" } },
    [
      'error: docker.repository: "https://***@mirror.example/centos" is neither centos, rhel, rocky nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"',
    ],
  ],
  [
    "a repository with a command",
    { docker: { repository: "https://mirror.example/$(reboot)" } },
    [
      'error: docker.repository: "https://mirror.example/$(reboot)" is neither centos, rhel, rocky nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"',
    ],
  ],
  [
    "a repository from a file",
    { docker: { repository: "file:///repo" } },
    [
      'error: docker.repository: "file:///repo" is neither centos, rhel, rocky nor an http or https address without query, user or final slash, for example "https://download.docker.com/linux/centos"',
    ],
  ],
  [
    "the folder rocky",
    { docker: { repository: "rocky" } },
    [
      'warning: docker.repository: "rocky" has lacked docker-ce itself (docker/docker-ce-packaging#1341); "centos" holds the same builds for Rocky Linux 9',
    ],
  ],
  [
    "a key's address with a query",
    { docker: { gpgKeyUrl: "https://mirror.example/gpg?x" } },
    ['error: docker.gpgKeyUrl: "https://mirror.example/gpg?x" is not an http or https address without query or user'],
  ],
  [
    "a fingerprint with spaces",
    { docker: { gpgFingerprint: "060A 61C5" } },
    [
      'error: docker.gpgFingerprint: "060A 61C5" is not a key\'s fingerprint; write its 40 hexadecimal digits in upper case and without spaces',
    ],
  ],
  [
    "a package's name with an option",
    { docker: { packages: ["--nogpgcheck"] } },
    [
      'error: docker.packages[0]: "--nogpgcheck" is not a package\'s name; use letters, digits, ".", "_", "+", "~" and "-"',
    ],
  ],
  [
    "a package that the installation removes",
    { docker: { packages: ["git", "podman-docker", "runc", "podman"] } },
    [
      'error: docker.packages[1]: "podman-docker" is in conflict with docker-ce, and is removed; leave it out',
      'error: docker.packages[2]: "runc" is in conflict with docker-ce, and is removed; leave it out',
    ],
  ],
  ...[
    ["the repository's file", "docker-ce.repo"],
    ["the key", "gpg"],
    ["one release", "9"],
    ["a minor release", "9.5/x86_64/stable"],
    ["the packages of one processor", "9/x86_64/stable"],
    ["the packages of one processor, with a slash", "9/x86_64/stable/"],
    ["the address in a repository's file", "$releasever/$basearch/stable"],
  ].map(([label, end]): [string, object, string[]] => [
    `${label} in place of the repository`,
    { docker: { repository: `https://mirror.example/centos/${end}` } },
    [
      `error: docker.repository: "https://mirror.example/centos/${end}" is not the folder that holds "gpg" and "9", but leads into it; write "https://mirror.example/centos"`,
    ],
  ]),
  [
    "a folder that has the release in its path",
    { docker: { repository: "https://repo.example/rocky/9/docker-ce" } },
    [],
  ],
  [
    "another system's folder at Docker's site",
    { docker: { repository: "https://download.docker.com/linux/fedora" } },
    [
      'error: docker.repository: "https://download.docker.com/linux/fedora" holds no packages for Rocky Linux 9; use one of "centos", "rhel", "rocky"',
    ],
  ],
  [
    "a folder at Docker's site by its address",
    { docker: { repository: "https://download.docker.com/linux/rhel" } },
    [],
  ],
  [
    "the folder of a key",
    { docker: { gpgKeyUrl: "https://mirror.example/centos/" } },
    [
      'error: docker.gpgKeyUrl: "https://mirror.example/centos/" is not the address of a key\'s own file, for example "https://download.docker.com/linux/centos/gpg"',
    ],
  ],
  [
    "a version that cannot check its daemon.json",
    { docker: { version: "20.10.7" } },
    [
      'error: docker.version: "20.10.7" cannot check its daemon.json, which dockerd does since 23.0.0, and is not supported any more; take 28.3.3 or later',
    ],
  ],
  [
    "a package of EL8",
    { docker: { version: "3:28.5.2-1.el8", containerdVersion: "1.7.25-3.1.el8" } },
    [
      'error: docker.version: "3:28.5.2-1.el8" is no package for Rocky Linux 9; write "28.5.2-1.el9", or "28.5.2"',
      'error: docker.containerdVersion: "1.7.25-3.1.el8" is no package for Rocky Linux 9; write "1.7.25-1.el9", or "1.7.25"',
    ],
  ],
  [
    "a package release that is cut off, which dnf would not find",
    { docker: { version: "28.5.2-1" } },
    ['error: docker.version: "28.5.2-1" is no package for Rocky Linux 9; write "28.5.2-1.el9", or "28.5.2"'],
  ],
  ["packages of EL9", { docker: { version: "29.9.0-1.el9", containerdVersion: "2.1.5-3.1.el9" } }, []],
  [
    "a package twice",
    { docker: { packages: ["git", "git"] } },
    ['error: docker.packages[1]: "git" is here twice; keep one of them'],
  ],
];

describe("packages", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
