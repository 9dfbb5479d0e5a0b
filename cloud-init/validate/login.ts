// SPDX-License-Identifier: Apache-2.0
import { keyTypeOf } from "../key-type";
import type { HostSpec } from "../spec";
import { isMap } from "./kind";
import type { Who } from "./sshd-keywords";

/** Names the problem that nobody can log in as the image's login, to port 22, with its key. */
export const lockedOut = "ssh/locked-out";

/** The login as the image and the caller make it. */
export function loginOf(spec: HostSpec): Who {
  const { login, dockerUsers, cloudConfig, commands } = spec;
  const { system_info: info, user, users } = cloudConfig;
  const named = [user, isMap(info) ? info.default_user : null, ...(Array.isArray(users) ? users : [])];
  const own = named.filter((one) => isMap(one) && [undefined, login, "default"].includes(one.name as string));
  const groups = own.flatMap((one) => (isMap(one) ? groupsOf(one.groups) : []));
  const text = JSON.stringify([commands, cloudConfig.runcmd, cloudConfig.bootcmd, cloudConfig.groups]);
  return {
    name: login,
    groups: [login, "adm", "systemd-journal", ...(dockerUsers.includes(login) ? ["docker"] : []), ...groups],
    isNamed: (group) => text.includes(group),
    commands: text,
    keyType: keyTypeOf(spec),
  };
}

/** cloud-init takes a list, or one text with `,` between. */
function groupsOf(value: unknown): string[] {
  if (typeof value === "string") return value.split(",").map((name) => name.trim());
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}
