// SPDX-License-Identifier: Apache-2.0
// By whose login a registry lets the machine in.
import type { Problem } from "../../cloud-init";
import { error, shown } from "../../cloud-init/validate/problem";
import { isOfRole, type Registry } from "./order";
import { type Known, text } from "./places";
import type { RoleLogin } from "./role-login";

/** Whether what is said of the login of one registry goes together, and with the machine's cloud, where it has one. */
export function* ofLogin(registry: Known<Registry>, where: string, role: RoleLogin | undefined): Generator<Problem> {
  const { host, login } = registry;
  // It is known later, and looked at then.
  if (login !== undefined && text(login) === undefined) return;
  for (const name of ["username", "password"] as const) {
    const isGiven = registry[name] !== undefined;
    const instead = role ? `; give it, or let the machine's role log in with login "cloud"` : "";
    if (isOfRole(registry) && isGiven)
      yield error(`${where}.${name}`, `is not for login "cloud", which is that of the machine's role; remove it`);
    else if (!isOfRole(registry) && !isGiven) yield error(`${where}.${name}`, `is missing${instead}`, "/missing");
  }
  if (!isOfRole(registry)) return;
  if (!role) {
    yield error(
      `${where}.login`,
      `"cloud" is for machines that have a role in their cloud, and this one has none; give username and password`,
    );
  } else if (typeof host === "string" && !role.registries.test(host)) {
    yield error(
      `${where}.host`,
      `${shown(host)} is no registry at which login "cloud" works on ${role.cloud}: name one like ${role.forms}, or give username and password`,
    );
  }
}
