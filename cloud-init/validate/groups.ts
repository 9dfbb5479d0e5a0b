// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, CloudConfigValue, HostSpec, Problem } from "../spec";
import { imageGroups, imageUsers } from "./el9";
import { isMap } from "./kind";
import { at, error, shown } from "./problem";

/** A user that cloud-init makes. */
interface Made {
  name: string;
  groups: string[];
  /** A group of the same name is made with it. */
  hasOwnGroup: boolean;
  path: string;
}

/**
 * A user is made with a group of its own name. Where there is such a group, useradd ends with status 9, and cloud-init
 * makes none of the users after that.
 */
export function* groupsInTheWay({ users, cloudConfig, login }: HostSpec): Generator<Problem> {
  const own: Made[] = users.map(({ name, groups }, i) => ({ name, groups, hasOwnGroup: true, path: at("users", i) }));
  const made = [...own, ...furtherUsers(cloudConfig, login)];
  const declared = groupNames(cloudConfig.groups);
  for (const [i, { name, groups, hasOwnGroup, path }] of made.entries()) {
    if (!hasOwnGroup) continue;
    const isTaken = `is made with a group of its name, and there is one already`;
    if (imageGroups.includes(name) && !imageUsers.includes(name)) {
      yield error(`${path}.name`, `${shown(name)} ${isTaken}, of the image; choose another name`);
    } else if (declared.includes(name)) {
      yield error(`${path}.name`, `${shown(name)} ${isTaken}, by cloudConfig.groups; take it out there`);
    }
    const [before] = made.slice(0, i).filter((one) => one.groups.includes(name));
    if (groups.includes(name)) {
      yield error(`${path}.groups`, `${shown(name)} is made with the user, and cannot be there before; take it out`);
    } else if (before) {
      yield error(`${before.path}.groups`, `${shown(name)} is made with a user that comes later; put that user first`);
    }
  }
}

function furtherUsers({ users }: CloudConfig, login: string): Made[] {
  return (Array.isArray(users) ? users : []).flatMap((user, i) => {
    if (!isMap(user) || typeof user.name !== "string" || [login, "default"].includes(user.name)) return [];
    const hasOwnGroup = user.no_user_group !== true && user.primary_group === undefined;
    return [{ name: user.name, groups: names(user.groups), hasOwnGroup, path: at("cloudConfig.users", i) }];
  });
}

/** `groups` of cloud-config is a list of names and of maps of members, or such a map, or one text. */
function groupNames(value: CloudConfigValue | undefined): string[] {
  if (isMap(value)) return Object.keys(value);
  return Array.isArray(value) ? value.flatMap((one) => groupNames(one)) : names(value);
}

function names(value: CloudConfigValue | undefined): string[] {
  const list = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
  return list.flatMap((name) => (typeof name === "string" ? [name.trim()] : []));
}
