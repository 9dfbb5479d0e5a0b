// SPDX-License-Identifier: Apache-2.0
import { shown } from "../../../cloud-init/validate/problem";
import type { DataVolumeArgs } from "../args";

/** What is wrong with a value, or nothing. */
export type Rule = (value: unknown) => string | undefined;

/** Arguments that are one value each, so that they can also be checked where they are known late. */
export const values = {
  securityGroupIds: each(/^sg-[0-9a-f]+$/, `a list of ids of security groups, for example ["sg-0123456789abcdef0"]`),
  subnetId: matches(/^subnet-[0-9a-f]+$/, `the id of a subnet, for example "subnet-0123456789abcdef0"`),
  instanceType: matches(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, `an instance type, for example "t3.small" or "t4g.small"`),
  amiId: matches(/^ami-[0-9a-f]+$/, `the id of an image, for example "ami-0123456789abcdef0"`),
  rotateImage: matches(/^[^]*$/, "a text"),
  diskGiB: whole(16, 65_536, "GiB"),
  kmsKeyId: matches(
    /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/,
    `the ARN of a KMS key, for example "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
  ),
  metadataHopLimit: oneOf(1, 2),
  iamInstanceProfile: matches(
    /^[\w+=,.@-]{1,128}$/,
    "the name (not the ARN) of an instance profile, as in `aws iam list-instance-profiles`",
  ),
  keyName: matches(/^[\x20-\x7e]{1,255}$/, "the name of a key pair in EC2"),
  region: matches(/^[a-z]{2,}(-[a-z]+)+-\d+$/, `a region, for example "eu-central-1"`),
  tags: tagProblem,
} satisfies Record<string, Rule>;

/** Those that decide what is created. */
export const plainValues = {
  publicAddress: oneOf("ephemeral", "elastic", "none"),
  connectBy: oneOf("publicAddress", "privateAddress"),
  allowSshFromAnywhere: oneOf(true, false),
  ssmAgent: oneOf(true, false),
  spot: oneOf(true, false),
  disableApiTermination: oneOf(true, false),
} satisfies Record<string, Rule>;

/** Of {@link DataVolumeArgs}. */
export const dataVolumeValues = {
  sizeGiB: whole(1, 65_536, "GiB"),
  mountPath: matches(
    /^(\/[\w.-]+)+$/,
    `an absolute path of letters, digits, ".", "_" and "-", without "/" at its end, for example "/data"`,
  ),
  type: oneOf("gp3", "gp2", "st1", "sc1"),
  finalSnapshot: oneOf(true, false),
  deviceName: matches(/^\/dev\/(sd|xvd)[f-p]$/, `one of AWS's names from "/dev/sdf" to "/dev/sdp"`),
} satisfies Record<keyof DataVolumeArgs, Rule>;

export function oneOf(...allowed: (string | number | boolean)[]): Rule {
  const list = allowed.map((value) => JSON.stringify(value)).join(", ");
  return (value) => (allowed.includes(value as string) ? undefined : `${shown(value)} is none of ${list}`);
}

function matches(pattern: RegExp, what: string): Rule {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : `${shown(value)} is not ${what}`);
}

function each(pattern: RegExp, what: string): Rule {
  const fits = (one: unknown) => typeof one === "string" && pattern.test(one);
  return (list) => (Array.isArray(list) && list.every(fits) ? undefined : `${shown(list)} is not ${what}`);
}

function whole(least: number, most: number, unit: string): Rule {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? undefined
      : `${shown(value)} is not a whole number of ${unit} from ${least} to ${most}`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
function tagProblem(tags: unknown): string | undefined {
  if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return `${shown(tags)} is not a map of texts`;
  const bad = Object.entries(tags).find(
    ([key, value]) =>
      !/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu.test(key) ||
      typeof value !== "string" ||
      !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value),
  );
  return (
    bad &&
    `${shown(bad[0])}: ${shown(bad[1])} is not a tag that AWS takes: letters, digits, spaces and _.:/=+-@, at most 128 ` +
      `characters before and 256 after, and no "aws:" before`
  );
}
