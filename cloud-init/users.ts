// SPDX-License-Identifier: Apache-2.0
import { publicKeyText } from "./key-text";
import type { CloudConfig, HostSpec, UserSpec } from "./spec";

/** Users: the image's own login stays (`default`), the declared ones are created after it. */
export function users(spec: HostSpec): CloudConfig {
  return {
    users: ["default", ...spec.users.map(user)],
    ...(spec.loginKeys.length > 0 && { ssh_authorized_keys: spec.loginKeys.map(publicKeyText) }),
  };
}

/** Without the group `docker`: cloud-init ignores groups of users that exist already, so the install script adds it. */
function user({ name, sshAuthorizedKeys, sudo, shell, groups }: UserSpec): CloudConfig {
  return {
    name,
    shell,
    lock_passwd: true,
    ...(groups.length > 0 && { groups }),
    ...(sshAuthorizedKeys.length > 0 && { ssh_authorized_keys: sshAuthorizedKeys.map(publicKeyText) }),
    ...(sudo && { sudo: "ALL=(ALL) NOPASSWD:ALL" }),
  };
}
