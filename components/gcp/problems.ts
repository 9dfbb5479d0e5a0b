// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { keyOfEach } from "../guest-rules";
import { hostProblems } from "../host-spec";
import { templateProblems } from "../template-rules";
import type { GcpDockerHostArgs } from "./args";
import { login } from "./defaults";
import { guestParts, guestRules } from "./guest-parts";
import { roleLogin } from "./role-login";
import { rows } from "./rules";
import type { GcpDockerTemplateArgs } from "./template-args";
import { rows as templateRows, templateParts } from "./template-rules";
import { together, togetherInTemplate } from "./together";

/** What is wrong with arguments, as far as they are plain, before a host is made of them. Loads no SDK. */
export function gcpHostProblems(name: string, args: GcpDockerHostArgs | null | undefined): Problem[] {
  return hostProblems(args, {
    ...{ login, rows, together: (plain) => together(name, plain) },
    ...{ forGuest: guestParts, guestRules: guestRules(args), roleLogin },
  });
}

/** The same for a template. */
export function gcpTemplateProblems(name: string, args: GcpDockerTemplateArgs | null | undefined): Problem[] {
  return templateProblems(args, {
    ...{ login, rows: templateRows, together: (plain) => togetherInTemplate(name, plain) },
    ...{ forGuest: templateParts, guestRules: keyOfEach },
  });
}
