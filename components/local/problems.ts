// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { hostProblems } from "../host-spec";
import type { LocalDockerHostArgs } from "./args";
import { localDefaults, login } from "./defaults";
import { guestRules, rows } from "./rules";
import { together } from "./together";

/** What is wrong with arguments, as far as they are plain, before a host is made of them. */
export function localHostProblems(args: LocalDockerHostArgs | null | undefined): Problem[] {
  const memoryMiB = args?.memoryMiB ?? localDefaults.memoryMiB;
  return hostProblems(args, { login, memoryMiB, rows, together, forGuest: (plain) => plain, guestRules });
}
