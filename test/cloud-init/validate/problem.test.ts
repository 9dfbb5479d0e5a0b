// SPDX-License-Identifier: Apache-2.0
import { at, shown } from "../../../cloud-init/validate/problem";

test.each([
  ["a text", "a\nb", '"a\\nb"'],
  ["nothing", undefined, "nothing"],
  ["a number", 1.5, "1.5"],
  ["a map and a list by their kind, whatever is in them", { password: "hunter2" }, "a map"],
  ["an object of a class as well", new Date(0), "an object of class Date"],
  ["an address without its user", "x https://me:secret@a.example http://me@b/", '"x https://***@b/"'],
  ["one without its protocol", "me:secret@proxy.example:3128", '"***@proxy.example:3128"'],
  ["one with any characters in the password", "http://me:a/b@c?d@a.example:99", '"http://***@a.example:99"'],
  ["one with blanks and quotes in the password", `http://me:my "secret@proxy.example`, '"http://***@proxy.example"'],
  ["an address for mail", "me@a.example", '"me@a.example"'],
  ["a text of 78 characters", "a".repeat(78), `"${"a".repeat(78)}"`],
  ["a longer one up to its 76th", "a".repeat(79), `"${"a".repeat(76)}...`],
])("a message shows %s", (_what, value, expected) => {
  expect(shown(value)).toBe(expected);
});

test.each([
  "-----BEGIN PRIVATE KEY-----\nc2VjcmV0",
  "c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----",
  "PRIVATE KEY c2VjcmV0",
  "-----BEGIN OPENSSH PRIVATE KEY-----\\nc2VjcmV0\\n-----END OPENSSH PRIVATE KEY-----",
  "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ",
])("a message shows nothing of a key, also where only a part of it was pasted: %j", (text) => {
  expect(shown(text)).toBe("a private key (not shown)");
  expect(at("docker", text)).toBe("docker[a private key (not shown)]");
});

test("a path names members and indexes as Pulumi does", () => {
  expect(at(at(at("", "users"), 0), "name")).toBe("users[0].name");
  expect(at("sysctls", "vm.x")).toBe('sysctls["vm.x"]');
  expect(at("a", "4b")).toBe('a["4b"]');
  expect(at("a", "b c")).toBe('a["b c"]');
  expect(at("a", "_b4")).toBe("a._b4");
});
