// SPDX-License-Identifier: Apache-2.0
import { errors, type HostSpecInput, read } from "../../cloud-init";
import { pathsOf } from "./shape-paths";

const docker = (member: object): Partial<HostSpecInput> => ({ docker: member });
const more = { base: "172.20.0.0/14", size: 24 };
const pool = (base: string) => (size: number) => docker({ addressPools: [{ base, size }, more] });
const ulimit = (member: object) => docker({ defaultUlimits: [{ name: "memlock", soft: 0, hard: -1, ...member }] });
const whole = Number.MAX_SAFE_INTEGER;

/** Every number of a spec that has limits: the first and the last that is taken. */
const ranges: [string, number, number, (value: number) => Partial<HostSpecInput>][] = [
  ["swapMiB", 64, 1_048_576, (swapMiB) => ({ swapMiB })],
  ["sshMaxStartups", 1, 10_000, (sshMaxStartups) => ({ sshMaxStartups })],
  ["sshMaxSessions", 1, 10_000, (sshMaxSessions) => ({ sshMaxSessions })],
  ["ttlMinutes", 15, 525_600, (ttlMinutes) => ({ ttlMinutes })],
  ["docker.logMaxSizeMiB", 1, 1_048_576, (logMaxSizeMiB) => docker({ logMaxSizeMiB })],
  ["docker.logMaxFiles", 1, 1000, (logMaxFiles) => docker({ logMaxFiles })],
  ["docker.pruneMinAgeHours", 0, 87_600, (pruneMinAgeHours) => docker({ pruneMinAgeHours })],
  ["docker.addressPools[0].size", 8, 30, pool("10.0.0.0/8")],
  ["docker.addressPools[0].size", 48, 128, pool("fd00::/48")],
  ["docker.defaultUlimits[0].soft", -1, whole, (soft) => ulimit({ soft })],
  ["docker.defaultUlimits[0].hard", -1, whole, (hard) => ulimit({ hard })],
];
/** Whatever the machine has; little of it is only warned about. */
const free = ["memoryMiB"];

const mistakes = (input: Partial<HostSpecInput>) =>
  errors(read({ login: "rocky", ...input }).problems).map(({ path }) => path);

test("each number that a person can write has limits that are held to here, or none at all", () => {
  expect([...new Set([...ranges.map(([path]) => path), ...free])].sort()).toEqual(pathsOf("number").sort());
});

test.each(ranges)("%s is taken from %d to %d, whole, and nothing beside that", (path, least, most, put) => {
  for (const value of [least, most]) expect([value, mistakes(put(value))]).toEqual([value, []]);
  for (const value of [least - 1, least + 0.5, most + 1]) {
    expect([value, mistakes(put(value))]).toEqual([value, [path]]);
  }
});
