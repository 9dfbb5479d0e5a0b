// SPDX-License-Identifier: Apache-2.0
import { keyTypeOf } from "../../cloud-init/key-type";
import { specOf } from "./spec-of";

test("a machine's own key is of the kind that is asked for, where it is made here", () => {
  expect(keyTypeOf(specOf({}))).toBe("ed25519");
  expect(keyTypeOf(specOf({ keyType: "ecdsa" }))).toBe("ecdsa");
});

test.each([
  ["ecdsa-sha2-nistp256 A", "ecdsa"],
  ["\ufeff  ecdsa-sha2-nistp256 A", "ecdsa"],
  ["ssh-ed25519 A ecdsa-", "ed25519"],
  ["xecdsa-sha2-nistp256 A", "ed25519"],
])("a given key says itself of what kind it is: %j", (publicKey, kind) => {
  const other = kind === "ecdsa" ? "ed25519" : "ecdsa";
  expect(keyTypeOf(specOf({ hostKey: { privateKey: "", publicKey }, keyType: other }))).toBe(kind);
});
