// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue } from "../../cloud-init";
import { mask } from "../../cloud-init/mask";

test.each<[string, CloudConfigValue, CloudConfigValue]>([
  ["password", "abc", "(masked: 3 characters)"],
  ["hashed_passwd", "$6$abc", "(masked: 6 characters)"],
  ["lock_passwd", true, true],
  ["passwd", null, null],
  ["ed25519_private", "abc", "(masked: 3 characters)"],
  ["chpasswd", { list: "a:b" }, "(masked)"],
  ["apiKey", 5, "(masked)"],
  ["url", "https://me:pw@example/x", "https://(masked)@example/x"],
  ["url", "https://example/x", "https://example/x"],
  ["list", [{ token: "abc" }, "plain"], [{ token: "(masked: 3 characters)" }, "plain"]],
  ["text", "a -----BEGIN RSA PRIVATE KEY-----\nb\n-----END RSA PRIVATE KEY----- c", "a (masked: 63 characters) c"],
  ["text", "a -----BEGIN PRIVATE KEY----- cut", "a (masked: 31 characters)"],
  ["number", 5, 5],
  ["nothing", null, null],
])("under %s, %j is shown as %j", (name, value, expected) => {
  expect(mask({ [name]: value })).toEqual({ [name]: expected });
});
