// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  ["no login", { login: undefined }, ["error: login: is missing"]],
  [
    "a misspelt option",
    { docker: { verison: "27.5.1" } },
    ['error: docker.verison: does not exist; did you mean "version"?'],
  ],
  [
    "a misspelt member of a user",
    { users: [{ name: "ci", keys: [] }] },
    ["error: users[0].keys: does not exist; there are name, sshAuthorizedKeys, sudo, shell, groups"],
  ],
  ["a user without name", { users: [{ sudo: true }] }, ["error: users[0].name: is missing"]],
  ["a text in place of a list", { users: "ci" }, ["error: users: is a string, and must be a list"]],
  ["a list in place of a map", { docker: [] }, ["error: docker: is a list, and must be a map"]],
  [
    "a number in place of a text",
    { sysctls: { "vm.max_map_count": 262144 } },
    ['error: sysctls["vm.max_map_count"]: is a number, and must be a string (put it in quotes)'],
  ],
  ["a text in place of a number", { ttlMinutes: "60" }, ["error: ttlMinutes: is a string, and must be a number"]],
  [
    "a text in place of a boolean",
    { docker: { hardened: "yes" } },
    ["error: docker.hardened: is a string, and must be a boolean"],
  ],
  ["an empty value", { dockerUsers: null }, ["error: dockerUsers: is empty, and must be a list"]],
  ["an empty map", { docker: null }, ["error: docker: is empty, and must be a map"]],
  ["nothing in a list", { dockerUsers: [undefined] }, ["error: dockerUsers[0]: is empty, and must be a string"]],
  ["a map in place of a text", { docker: { version: {} } }, ["error: docker.version: is a map, and must be a string"]],
  [
    "what JSON does not have, deep in cloudConfig",
    { cloudConfig: { a: [() => 1] } },
    ["error: cloudConfig.a[0]: is a function, and must be a string"],
  ],
  ["no number at all", { ttlMinutes: NaN }, ["error: ttlMinutes: NaN is not a number that can be written down"]],
  [
    "a zero byte",
    { files: [{ path: "/etc/motd", content: "a\0b" }] },
    ["error: files[0].content: holds a zero byte or half of a character, which no text file can hold; take it out"],
  ],
  [
    "half of a character",
    { commands: ["echo \ud800"] },
    ["error: commands[0]: holds a zero byte or half of a character, which no text file can hold; take it out"],
  ],
  [
    "half of a character deep in cloudConfig",
    { cloudConfig: { a: [{ b: "\udc00" }] } },
    ["error: cloudConfig.a[0].b: holds a zero byte or half of a character, which no text file can hold; take it out"],
  ],
  [
    "a name that is JavaScript's",
    { cloudConfig: JSON.parse('{ "__proto__": 1 }') as object },
    ["error: cloudConfig.__proto__: is not a name that can be used"],
  ],
  [
    "two of them",
    { swapMiB: "1", docker: { compose: 1 } },
    ["error: docker.compose: is a number, and must be a boolean", "error: swapMiB: is a string, and must be a number"],
  ],
];

describe("values that cannot be read", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
