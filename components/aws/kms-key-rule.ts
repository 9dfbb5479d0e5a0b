// SPDX-License-Identifier: Apache-2.0
import { error, shown } from "../../cloud-init/validate/problem";
import { value } from "../arguments/row";

const key = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const alias = /^(arn:[a-z-]+:kms:(?<region>[a-z0-9-]+):\d{12}:)?alias\/[\w/-]+$/;

/**
 * EC2 answers with the ARN of the key, whatever it was named by, and its provider replaces what has another one. The caller
 * looks an alias up, because one that is given to another key must not take the data with it.
 */
export const kmsKeyId = value(function* (given, path) {
  const text = typeof given === "string" ? given : "";
  if (key.test(text)) return;
  const found = alias.exec(text);
  if (!found) {
    yield error(
      path,
      `${shown(given)} is not the ARN of a KMS key, for example "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
    );
    return;
  }
  const where = found.groups?.region === undefined ? "" : ` --region ${found.groups.region}`;
  yield error(
    path,
    `${shown(text)} is an alias, and AWS answers with the key behind it: each update would replace the machine, and delete ` +
      `its data volume; use the key's ARN, which "aws kms describe-key --key-id ${text}${where} --query KeyMetadata.Arn ` +
      `--output text" prints`,
  );
});
