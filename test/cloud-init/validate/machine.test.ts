// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  ["too little swap", { swapMiB: 1 }, ["error: swapMiB: 1 is not a whole number of MiB from 64 to 1048576"]],
  [
    "no connections",
    { sshMaxStartups: 0 },
    ["error: sshMaxStartups: 0 is not a whole number of connections from 1 to 10000"],
  ],
  [
    "half a session",
    { sshMaxSessions: 0.5 },
    ["error: sshMaxSessions: 0.5 is not a whole number of sessions from 1 to 10000"],
  ],
  [
    "an end before the beginning",
    { ttlMinutes: 5 },
    ["error: ttlMinutes: 5 is not a whole number of minutes from 15 to 525600"],
  ],
  [
    "a kernel parameter that is none",
    { sysctls: { vm: "1" } },
    ['error: sysctls.vm: "vm" is not a kernel parameter\'s name, for example "vm.max_map_count"'],
  ],
  [
    "a kernel parameter with two lines",
    { sysctls: { "vm.swappiness": "1\nkernel.core_pattern = |/bin/sh" } },
    [
      'error: sysctls["vm.swappiness"]: "1\\nkernel.core_pattern = |/bin/sh" is not a value on one line, for example "262144"',
    ],
  ],
  [
    "a kernel parameter's name with two lines",
    { sysctls: { "vm.a\nb": "1" } },
    ['error: sysctls["vm.a\\nb"]: "vm.a\\nb" is not a kernel parameter\'s name, for example "vm.max_map_count"'],
  ],
  [
    "a module that is an option",
    { kernelModules: ["-r"] },
    ['error: kernelModules[0]: "-r" is not a kernel module\'s name, for example "ip_tables"'],
  ],
  [
    "little memory",
    { memoryMiB: 1024 },
    [
      "warning: memoryMiB: 1024 MiB is little: dnf alone takes about 1024, and the kernel may kill it; use 2048 or more, or set swapMiB",
    ],
  ],
  [
    "little memory with swap",
    { memoryMiB: 1024, swapMiB: 1024 },
    [
      "warning: memoryMiB: 1024 MiB is little: dnf alone takes about 1024, and the kernel may kill it; use 2048 or more",
    ],
  ],
];

describe("the machine", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
