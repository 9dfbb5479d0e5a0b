// SPDX-License-Identifier: Apache-2.0
import { signIn } from "../../../tools/acceptance/credentials";

test.each<["aws" | "gcp", string, string, string]>([
  ["aws", "No valid credential sources found. Please see the documentation", "no credentials", "`aws configure sso`"],
  ["aws", "operation error STS: GetCallerIdentity, ExpiredToken: The security token", "expired", "`aws sso login`"],
  ["aws", "the SSO session has expired or is invalid", "expired", "`aws sso login`"],
  ["aws", 'invalid AWS Region: . Set the region with "pulumi config set"', "no region", "--region eu-central-1"],
  ["gcp", "could not find default credentials. See the page", "no credentials", "application-default login`"],
  ["gcp", 'oauth2: "invalid_grant" "reauth related error"', "have expired", "application-default login`"],
  ["gcp", "no project", "no project was found", "--project"],
  ["gcp", "failed to download plugin: gcp-9.37.0", "official plugin", "`pulumi plugin install resource gcp`"],
])("on %s, `%s` says what is missing and what to do next", (cloud, said, what, fix) => {
  const [first = "", , quoted] = signIn(cloud, said).split("\n");
  expect(first).toContain(what);
  expect(first).toContain(fix);
  expect(signIn(cloud, said)).toContain(`  ${said}`);
  expect(quoted).toBeUndefined();
});

test("what nobody knows is shown as the provider says it, without what the engine says around it", () => {
  const said = ["Diagnostics:", "  pulumi:pulumi:Stack (p-s):", "    error: quota of nothing", ""].join("\n");
  expect(signIn("aws", said)).toBe(
    "aws: the provider could not say whose account it is; `aws sts get-caller-identity` has to answer. The provider said:\n  error: quota of nothing",
  );
});
