// SPDX-License-Identifier: Apache-2.0
import { privateKeyText, publicKeyText } from "../../cloud-init/key-text";

test.each(["a\nb\n", "a\nb", "a\r\nb\r\n", "a\rb", "\ufeffa\nb", "\n a\nb\n\n"])(
  "a private key ends its lines as OpenSSH wants it, whatever it was: %j",
  (key) => {
    expect(privateKeyText(key)).toBe("a\nb\n");
  },
);

test.each([
  ["\ufeffssh-ed25519 A", "ssh-ed25519 A"],
  [" \n \ufeffssh-ed25519 A", "ssh-ed25519 A"],
  ["ssh-ed25519 A \ufeff", "ssh-ed25519 A \ufeff"],
  ["x\ufeffssh-ed25519 A", "x\ufeffssh-ed25519 A"],
])("a byte order mark goes from the begin of a public key: %j", (line, text) => {
  expect(publicKeyText(line)).toBe(text);
});
