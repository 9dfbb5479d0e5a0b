// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, HostSpec, UserSpec } from "./spec";

/** Users: the image's own login stays (`default`), the declared ones are created after it. */
export function users(spec: HostSpec): CloudConfig {
  return {
    users: ["default", ...spec.users.map(user)],
    ssh_authorized_keys: spec.loginKeys,
  };
}

/** Without `groups`: cloud-init ignores them for users that already exist, so the install script adds `docker`. */
function user({ name, sshAuthorizedKeys, sudo }: UserSpec): CloudConfig {
  return {
    name,
    shell: "/bin/bash",
    lock_passwd: true,
    ...(sshAuthorizedKeys.length > 0 && { ssh_authorized_keys: sshAuthorizedKeys }),
    ...(sudo && { sudo: "ALL=(ALL) NOPASSWD:ALL" }),
  };
}
