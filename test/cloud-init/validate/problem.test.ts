// SPDX-License-Identifier: Apache-2.0
import { at, shown } from "../../../cloud-init/validate/problem";

test.each([
  ["a text", "a\nb", '"a\\nb"'],
  ["nothing", undefined, "nothing"],
  ["a number", 1.5, "1.5"],
  ["a map", { a: [1] }, '{"a":[1]}'],
  [
    "an address without its user",
    "x https://me:secret@a.example http://me@b/",
    '"x https://***@a.example http://***@b/"',
  ],
  ["a text of 78 characters", "a".repeat(78), `"${"a".repeat(78)}"`],
  ["a longer one up to its 76th", "a".repeat(79), `"${"a".repeat(76)}...`],
])("a message shows %s", (_what, value, expected) => {
  expect(shown(value)).toBe(expected);
});

test.each([
  "-----BEGIN PRIVATE KEY-----\nc2VjcmV0",
  "c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----",
  "PRIVATE KEY c2VjcmV0",
])("a message shows nothing of a key, also where only a part of it was pasted: %j", (text) => {
  expect(shown(text)).toBe("a private key (not shown)");
  expect(shown({ a: [text] })).toBe("a private key (not shown)");
});

test("a path names members and indexes as Pulumi does", () => {
  expect(at(at(at("", "users"), 0), "name")).toBe("users[0].name");
  expect(at("sysctls", "vm.x")).toBe('sysctls["vm.x"]');
  expect(at("a", "4b")).toBe('a["4b"]');
  expect(at("a", "b c")).toBe('a["b c"]');
  expect(at("a", "_b4")).toBe("a._b4");
});
