// SPDX-License-Identifier: Apache-2.0
// What all templates share: what their machines are told, and how that is checked.
import * as pulumi from "@pulumi/pulumi";

import { OnBootFailure, type Problem, type UserData, userData } from "../cloud-init";
import { hostShape } from "../cloud-init/host-shape";
import { changed } from "./arguments/output";
import { warn } from "./arguments/report";
import { nothing, type Table } from "./arguments/row";
import { fingerprint } from "./assembly";
import { readSpec } from "./guest-rules";
import {
  checkedSpec,
  guestArgs,
  type GuestKind,
  hostProblems,
  hostSpec,
  isKnown,
  type PlatformRules,
} from "./host-spec";
import type { Platform } from "./platform";
import type { DockerTemplateArgs } from "./template-args";

/** One row for each argument that every template has. A machine that runs does not notice a change of any. */
export const templateRows: Table<DockerTemplateArgs> = {
  users: nothing(hostShape.users),
  dockerUsers: nothing(hostShape.dockerUsers),
  loginKeys: nothing(hostShape.loginKeys),
  docker: nothing(hostShape.docker),
  swapMiB: nothing(hostShape.swapMiB),
  sysctls: nothing(hostShape.sysctls),
  kernelModules: nothing(hostShape.kernelModules),
  firewalldPorts: nothing(hostShape.firewalldPorts),
  sshMaxStartups: nothing(hostShape.sshMaxStartups),
  sshMaxSessions: nothing(hostShape.sshMaxSessions),
  securityUpdates: nothing(hostShape.securityUpdates),
  files: nothing(hostShape.files),
  commands: nothing(hostShape.commands),
  cloudConfig: nothing(hostShape.cloudConfig),
  onBootFailure: nothing(hostShape.onBootFailure),
};

/** Nobody checks the machines from here, so that what keeps out the login is a warning. */
const templateKind: GuestKind = { whose: "the docker template's arguments", rows: templateRows, read: readSpec };
export const { whose } = templateKind;

/** What is wrong with a template's plain arguments. Creates nothing. */
export function templateProblems<Args extends DockerTemplateArgs>(
  args: Args | null | undefined,
  platform: PlatformRules<Args>,
): Problem[] {
  return hostProblems(args, { ...platform, forGuest: (plain) => forEach(platform.forGuest(plain)) }, templateKind);
}

/** With what only a template has by default. */
function forEach(args: DockerTemplateArgs): DockerTemplateArgs {
  return { ...args, onBootFailure: changed(args.onBootFailure, (wanted = OnBootFailure.PowerOff) => wanted) };
}

/** What a template's machines are told. */
export interface TemplateGuest {
  /** Secret, as what the caller wrote may be; no key of ours is in it. */
  userData: pulumi.Output<UserData>;
  /** Changes exactly when the machines are told something else. */
  fingerprint: pulumi.Output<string>;
}

/** Makes the user data that is the same for all machines of a template. */
export function prepareTemplate(
  parent: pulumi.ComponentResource,
  args: DockerTemplateArgs,
  platform: Platform,
): TemplateGuest {
  const { login, guestRules, problems } = platform;
  warn(problems, parent);
  const wasChecked = isKnown(args, undefined, templateKind);
  const told = pulumi.output(guestArgs(forEach(args), templateKind));
  const spec = pulumi.all([told, pulumi.isSecret(told)]).apply(([plain, isSecret]) => {
    const input = hostSpec(plain, { login, loginKeys: [] });
    return checkedSpec(input, guestRules, wasChecked ? undefined : parent, isSecret, templateKind);
  });
  return {
    userData: pulumi.secret(spec.apply((s) => userData(s, platform.userData))),
    fingerprint: pulumi.unsecret(spec.apply(fingerprint)),
  };
}
