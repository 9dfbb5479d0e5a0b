// SPDX-License-Identifier: Apache-2.0
// How the arguments of all templates are checked.
import { OnBootFailure, type Problem } from "../cloud-init";
import { hostShape } from "../cloud-init/host-shape";
import { changed } from "./arguments/output";
import { nothing, type Table } from "./arguments/row";
import { readSpec } from "./guest-rules";
import { type GuestKind, hostProblems, type PlatformRules } from "./host-spec";
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
export const templateKind: GuestKind = { whose: "the docker template's arguments", rows: templateRows, read: readSpec };
export const { whose } = templateKind;

/** What is wrong with a template's plain arguments. Creates nothing. */
export function templateProblems<Args extends DockerTemplateArgs>(
  args: Args | null | undefined,
  platform: PlatformRules<Args>,
): Problem[] {
  return hostProblems(args, { ...platform, forGuest: (plain) => forEach(platform.forGuest(plain)) }, templateKind);
}

/** With what only a template has by default. */
export function forEach(args: DockerTemplateArgs): DockerTemplateArgs {
  return { ...args, onBootFailure: changed(args.onBootFailure, (wanted = OnBootFailure.PowerOff) => wanted) };
}
