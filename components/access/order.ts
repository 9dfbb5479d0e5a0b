// SPDX-License-Identifier: Apache-2.0
import type { HostSpec } from "../../cloud-init";
import { publicKeyText } from "../../cloud-init/key-text";

/** Who may use a machine, as guest/access.py settles it there. It holds public keys and no secret. */
export interface AccessOrder {
  /** The image's own login, by which we come with `ownKey`. */
  login: { name: string; ownKey: string; keys: string[] };
  /** Those who are declared. */
  users: { name: string; keys: string[]; sudo: boolean; shell: string; groups: string[] }[];
  /** Who is in the group `docker`. */
  dockerUsers: string[];
}

/** What a host's arguments say about that. */
export function accessOrder({ login, loginKeys, users, dockerUsers }: HostSpec): AccessOrder {
  // Ours comes last, see host-spec.ts.
  const all = loginKeys.map(publicKeyText);
  return {
    login: { name: login, ownKey: all.at(-1) ?? "", keys: all.slice(0, -1) },
    users: users.map(({ name, sshAuthorizedKeys, sudo, shell, groups }) => ({
      ...{ name, keys: sshAuthorizedKeys.map(publicKeyText), sudo, shell, groups: [...groups] },
    })),
    dockerUsers: [...dockerUsers],
  };
}
