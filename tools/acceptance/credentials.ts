// SPDX-License-Identifier: Apache-2.0
// What to do where a provider says that nobody is signed in. Pure.
import type { CloudName } from "./order";

interface Cause {
  pattern: RegExp;
  what: string;
  fix: Record<CloudName, string>;
}

const causes: Cause[] = [
  {
    pattern: /expired ?token|token.*(has expired|is expired)|sso.*(expired|invalid)|invalid_grant|reauth/i,
    what: "the credentials that were found have expired",
    fix: {
      aws: "sign in again with `aws sso login`, or take new keys into the environment",
      gcp: "sign in again with `gcloud auth application-default login`",
    },
  },
  {
    pattern:
      /no valid credential|failed to (load|refresh|retrieve).*credential|default credentials|no credentials|NoCredential/i,
    what: "no credentials were found",
    fix: {
      aws: "sign in with `aws configure sso`, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` has to answer",
      gcp: "sign in with `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS; `gcloud auth application-default print-access-token` has to answer",
    },
  },
  {
    pattern: /invalid AWS Region|region.*(is not set|must be set|is missing)/i,
    what: "no region was found, or one that does not exist",
    fix: { aws: "say it with --region, for example --region eu-central-1", gcp: "say it with --zone" },
  },
  {
    pattern: /no project/i,
    what: "no project was found",
    fix: { aws: "say the region with --region", gcp: "say it with --project" },
  },
  {
    pattern: /failed to (download|install) plugin|no resource plugin|could not (find|download).*plugin/i,
    what: "the official plugin could not be had",
    fix: {
      aws: "run `pulumi plugin install resource aws`, which says why",
      gcp: "run `pulumi plugin install resource gcp`, which says why",
    },
  },
];

/** What the engine says around it. */
const noise = /^\s*(Diagnostics:|[\w-]+:[\w/-]+:\w+ \(.*\):|warning: using .* from \$PATH|Will retry in )/;

/** The error of somebody who cannot begin: what it is, what the provider said, and what to do next. */
export function signIn(target: CloudName, said: string): string {
  const cause = causes.find(({ pattern }) => pattern.test(said));
  const { what, fix } = cause ?? {
    what: "the provider could not say whose account it is",
    fix: { aws: "`aws sts get-caller-identity` has to answer", gcp: "`gcloud auth list` has to name an account" },
  };
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !noise.test(line));
  return `${target}: ${what}; ${fix[target]}. The provider said:\n${lines
    .slice(0, 6)
    .map((line) => `  ${line.trim()}`)
    .join("\n")}`;
}
