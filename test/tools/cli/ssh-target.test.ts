// SPDX-License-Identifier: Apache-2.0
import { readSshTarget, sshArguments } from "../../../tools/cli/ssh-target";

test.each([
  ["ssh://web", ["web"]],
  ["ssh://admin@192.0.2.1:2222/", ["-p", "2222", "admin@192.0.2.1"]],
  ["ssh://a%40b@web", ["a@b@web"]],
  ["ssh://[2001:db8::7]", ["2001:db8::7"]],
  ["ssh://[fe80::1%25eth0]:22", ["-p", "22", "fe80::1%eth0"]],
])("%s is what ssh is given as %j", (text, args) => {
  expect(sshArguments(readSshTarget(text))).toEqual(args);
});

test.each([
  "ssh://",
  "ssh://-oProxyCommand=x",
  "ssh://%2dV@host",
  "ssh://%2doProxyCommand=touch%20x;%20@localhost",
  "ssh://a%20b@host",
  "ssh://a%0ab@host",
  "ssh://%zz@host",
  "ssh://@host",
  "ssh://user:s3cret@host",
  "ssh://user%3As3cret@host",
  "ssh:user:s3cret@host",
  "ssh:/user:s3cret@host",
  "ssh://user:s3cret",
  "ssh://web:99999",
])("%s is refused, and no password in it is repeated", (text) => {
  const refused = () => readSshTarget(text);
  expect(refused).toThrow(/is no address of a host|is not a port/);
  expect(refused).not.toThrow(/user:s3cret/);
});
