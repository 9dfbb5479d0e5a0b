// SPDX-License-Identifier: Apache-2.0
import { decisive, keyOf, plain, required, ruled, string } from "../../cloud-init/shape";
import { host, isUnreadable } from "../../cloud-init/validate/shape";
import { read } from "../../cloud-init";

test.each([
  ["users[1].name", "users/name"],
  ["users[10].name", "users/name"],
  ["users.other.name", "users"],
  ["users[1].sshAuthorizedKeys[0]", "users/sshAuthorizedKeys"],
  ["docker.version", "docker/version"],
  ["docker.registryCertificates.localhost", "docker/registryCertificates"],
  ['sysctls["vm.max_map_count"]', "sysctls"],
  ["cloudConfig.write_files[0].path", "cloudConfig"],
  ["docker.defaultUlimits[0].hard", "docker/defaultUlimits/hard"],
  ["the spec", ""],
  ["args", ""],
])("the key of %s is the row's, without indexes and without names that a caller chose: %j", (path, key) => {
  expect(keyOf(path, host)).toBe(key);
});

test("what is demanded of a value stands beside its kind", () => {
  const rule = () => [];
  expect([required, plain, decisive].map((demand) => demand(string))).toEqual([
    ...[{ required: true }, { plain: true }, { decisive: true }].map((demand) => ({ kind: "string", ...demand })),
  ]);
  expect(ruled(string, rule)).toEqual({ kind: "string", rule });
});

const codes = (input: object) => read({ login: "rocky", ...input }).problems.map(({ code }) => code);

test("every problem has a code: its row, and behind that what is wrong where that is a kind of its own", () => {
  expect(codes({ users: [{ name: "A" }], ttlMinutes: 1, docker: { channel: "edge" } })).toEqual([
    ...["users/name", "docker/channel", "ttlMinutes"],
  ]);
  expect(codes({ users: [{ nam: "ci" }], docker: { version: 27 }, dockerUser: [] })).toEqual([
    ...["unknown-name", "users/name/missing", "unknown-name", "docker/version/kind"],
  ]);
  expect(codes({ docker: { daemonConfig: { hosts: [], "data-root": "/x" } } })).toEqual([
    ...["docker/daemonConfig/hosts", "docker/daemonConfig/data-root"],
  ]);
  expect(codes({ docker: { version: "27.5.1" } })).toEqual(["docker/version"]);
});

test("values of another kind make the rest unreadable, and other mistakes do not", () => {
  const unreadable = (input: object) => isUnreadable(read({ login: "rocky", ...input }).problems);
  expect([{ users: "ci" }, { ttlMinutes: 1 }, { dockerUser: [] }].map(unreadable)).toEqual([true, false, false]);
});
