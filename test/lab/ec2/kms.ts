// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import { account } from "./records";

/** The key of an encrypted volume. Whatever it was named by, EC2 answers with the ARN of the key: also for an alias. */
export function keyOf({ encrypted, kmsKeyId }: { encrypted?: unknown; kmsKeyId?: unknown }, region: string) {
  if (encrypted !== true) return {};
  const given = typeof kmsKeyId === "string" ? kmsKeyId : "alias/aws/ebs";
  if (given.includes(":key/")) return { kmsKeyId: given };
  const alias = given.slice(given.lastIndexOf(":") + 1);
  return { kmsKeyId: `arn:aws:kms:${region}:${account}:key/${alias.startsWith("alias/") ? keyBehind(alias) : alias}` };
}

/** The same for the same alias, in the form of a UUID. */
function keyBehind(alias: string): string {
  const digest = createHash("sha256").update(alias).digest("hex");
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
