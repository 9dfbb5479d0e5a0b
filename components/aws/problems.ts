// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { hostProblems } from "../host-spec";
import { templateProblems } from "../template-rules";
import type { AwsDockerHostArgs } from "./args";
import { login } from "./defaults";
import { guestParts, guestRules } from "./guest-parts";
import { roleLogin } from "./role-login";
import { rows } from "./rules";
import type { AwsDockerTemplateArgs } from "./template-args";
import { guestRules as templateGuestRules, rows as templateRows } from "./template-rules";
import { together, togetherInTemplate } from "./together";

/** What is wrong with arguments, as far as they are plain, before a host is made of them. Loads no SDK. */
export function awsHostProblems(args: AwsDockerHostArgs | null | undefined): Problem[] {
  return hostProblems(args, {
    ...{ login, rows, together, forGuest: guestParts, guestRules },
    roleLogin: (plain) => roleLogin(plain),
  });
}

/** The same for a template. */
export function awsTemplateProblems(args: AwsDockerTemplateArgs | null | undefined): Problem[] {
  const rules = { rows: templateRows, together: togetherInTemplate, guestRules: templateGuestRules };
  return templateProblems(args, { login, ...rules, forGuest: guestParts });
}
