// SPDX-License-Identifier: Apache-2.0
// What all templates share: what their machines are told, and how that is checked.
import * as pulumi from "@pulumi/pulumi";

import { type Problem, type UserData, userData } from "../cloud-init";
import { hostShape } from "../cloud-init/host-shape";
import { warn } from "./arguments/report";
import { nothing, oneOf, type Table } from "./arguments/row";
import { fingerprint } from "./assembly";
import { OnBootFailure } from "./boot-failure";
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

/** The arguments that the machines of a template are told. One that runs does not notice a change of any. */
export const templateGuestRows = {
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
} satisfies Partial<Table<DockerTemplateArgs>>;

/** One row for each argument that every template has. */
export const templateRows: Table<DockerTemplateArgs> = {
  ...templateGuestRows,
  onBootFailure: nothing(oneOf(...Object.values(OnBootFailure))),
};

/** Nobody checks the machines from here, so that what keeps out the login is a warning. */
const templateKind: GuestKind = { whose: "the docker template's arguments", rows: templateGuestRows, read: readSpec };
export const { whose } = templateKind;

/** What is wrong with a template's plain arguments. Creates nothing. */
export function templateProblems<Args extends DockerTemplateArgs>(
  args: Args | null | undefined,
  platform: PlatformRules<Args>,
): Problem[] {
  return hostProblems(args, platform, templateKind);
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
  const told = pulumi.output(guestArgs(args, templateKind));
  const spec = pulumi
    .all([told, pulumi.isSecret(told)])
    .apply(([plain, isSecret]) =>
      checkedSpec(
        hostSpec(plain, { login, loginKeys: [] }),
        guestRules,
        wasChecked ? undefined : parent,
        isSecret,
        templateKind,
      ),
    );
  return {
    userData: pulumi.secret(spec.apply((s) => userData(s, platform.userData))),
    fingerprint: pulumi.unsecret(spec.apply(fingerprint)),
  };
}
