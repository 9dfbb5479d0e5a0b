// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { at, error } from "../cloud-init/validate/problem";
import { replacedByUserData } from "../components/aws/safe";
import { inside, late, type Look, type Looked } from "./look";

const code = "user-data/no-effect";

/** Machines whose user data can change in the program and in the cloud without any effect on them. */
export const idleUserData: Record<string, Look> = {
  "aws:ec2/instance:Instance": (machine) => onAws(machine),
  "gcp:compute/instance:Instance": (machine) => onGoogle(machine),
};

function* onAws({ properties, ignoreChanges }: Looked): Generator<Problem> {
  const { userDataReplaceOnChange: replaces } = properties;
  const given = ["userData", "userDataBase64"].filter((name) => properties[name] !== undefined);
  if (replaces === replacedByUserData.userDataReplaceOnChange || replaces === late) return;
  if (given.every((name) => ignoreChanges.includes(name))) return;
  yield error(
    "userDataReplaceOnChange",
    `is not true, and user data counts at the first boot alone: a change stops and starts the machine and does no more; set it to true`,
    code,
  );
}

function* onGoogle({ properties: { metadata }, ignoreChanges }: Looked): Generator<Problem> {
  const path = at("metadata", "user-data");
  if (inside(metadata, "user-data") === undefined || metadata === late) return;
  if (["metadata", path, "metadata.user-data"].some((name) => ignoreChanges.includes(name))) return;
  yield error(
    path,
    `counts at the first boot alone, and Google changes it in place: a change does nothing; give the machine its hash as replacementTrigger, and ignoreChanges with ${path}`,
    code,
  );
}
