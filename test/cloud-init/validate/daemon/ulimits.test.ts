// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, HostSpecInput } from "../../../../cloud-init";
import { saidOf, saidOfKeys } from "./said";

describe("limits in the daemon's own form", () => {
  const example = 'write for example {"Name": "nofile", "Soft": 1024, "Hard": 65536}';
  const cases: [CloudConfig, string[]][] = [
    [{ nofile: { Soft: 1024, Hard: 65536 } }, [`error: .nofile.Name: is missing; ${example}`]],
    [{ nofile: { Name: "nofile", Hard: 65536 } }, [`error: .nofile.Soft: is missing; ${example}`]],
    [
      { nofile: { Name: "nofile", Soft: -1, Hard: -1 } },
      [
        "error: .nofile.Soft: -1 is more open files than the kernel gives; use a whole number up to 1073741816",
        "error: .nofile.Hard: -1 is more open files than the kernel gives; use a whole number up to 1073741816",
      ],
    ],
    [
      { nofile: { Name: "nofile", Soft: 9, Hard: 3 } },
      ["error: .nofile.Soft: 9 is above the hard limit; use a whole number from 0 to 3"],
    ],
    [
      { a: { Name: "files", Soft: 1, Hard: 1 } },
      [expect.stringMatching(/^error: \.a\.Name: "files" is not a limit; there are core, /) as string],
    ],
    [
      { a: { Name: "-----BEGIN OPENSSH PRIVATE KEY-----", Soft: 1, Hard: 1 } },
      [expect.stringMatching(/^error: \.a\.Name: a private key \(not shown\) is not a limit; /) as string],
    ],
    [{ memlock: { Name: "memlock", Soft: -1, Hard: -1 }, nofile: { name: "NOFILE", soft: 1, hard: 2 } }, []],
  ];
  test.each(cases)("%j", (limits, expected) => {
    const said = saidOfKeys({ "default-ulimits": limits }).map((line) => line.replace('["default-ulimits"]', ""));
    expect(said).toEqual(expected);
  });

  test("the preset's limit may be changed in part", () => {
    const change = (nofile: CloudConfig) => saidOfKeys({ "default-ulimits": { nofile } }, { hardened: true });
    expect(change({ Soft: 2048 })).toEqual([]);
    expect(change({ Soft: 600_000 })).toEqual([
      'error: ["default-ulimits"].nofile.Soft: 600000 is above the hard limit; use a whole number from 0 to 524288',
    ]);
  });
});

test("no limit of open files is above what the kernel gives a process", () => {
  const files = (hard: number, more: Partial<HostSpecInput> = {}) =>
    saidOf({ docker: { defaultUlimits: [{ name: "nofile", soft: 1, hard }] }, ...more });
  const most = 1_073_741_816;
  expect(files(most)).toEqual([]);
  const refused = (limit: number) => [
    expect.stringMatching(new RegExp(`^error: docker.defaultUlimits\\[0\\].hard: .* up to ${limit}$`)) as string,
  ];
  expect(files(most + 1)).toEqual(refused(most));
  expect(files(-1)).toEqual(refused(most));
  expect(files(2000, { sysctls: { "fs.nr_open": "1500" } })).toEqual(refused(1500));
});
