// SPDX-License-Identifier: Apache-2.0
import type { HostAccess } from "../../../components/health/access";
import { SshFailure } from "../../../components/ssh/failure";
import { otherHostKey } from "../../../components/ssh/no-login";
import { withHints } from "../../../tools/cli/unreachable";

const access = {
  ...{ host: "web", connection: { host: "192.0.2.1" }, unreachableHint: "open the group" },
  hostKeyCommand: "pulumi up --replace 'urn'",
} as HostAccess;
const hintOf = (failure: SshFailure) => (withHints(access, failure) as SshFailure).hint;

test("a host that says nothing has the hint of its stack, and the command for another key only where that is shown", () => {
  expect(hintOf(new SshFailure("silence", "why", "wait"))).toBe("open the group; wait");
  expect(hintOf(otherHostKey("A", "B"))).toMatch(
    /^where the machine's console shows [^\n]* --replace; [^\n]*\npulumi up --replace 'urn'$/,
  );
});

test("what is no failure of SSH stays as it is", () => {
  const error = new Error("x");
  expect(withHints(access, error)).toBe(error);
});
