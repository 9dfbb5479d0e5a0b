// SPDX-License-Identifier: Apache-2.0
// How machines of a cloud log in to its registries by their own role: nothing secret is carried or kept for that.
import { join } from "node:path";

import type { HostSpec, Problem } from "../../cloud-init";
import { ownText } from "../../cloud-init/guest-script";
import { proxyVariables } from "../../cloud-init/proxy";
import { hasUser } from "../../cloud-init/validate/addresses";

/** What differs between the clouds. */
export interface RoleLogin {
  /** The cloud, by its name for people. */
  cloud: string;
  /** Its registries. Python reads the same pattern. */
  registries: RegExp;
  /** How they are called, for people. */
  forms: string;
  /** What is wrong with the argument that gives a machine its role, where `where` asks for one. */
  roleProblems(where: string): Iterable<Problem>;
  /** The part of the program that is this cloud's own. */
  program: string;
  /** It asks more than the metadata service, and so may need the machine's proxy. */
  leavesMachine: boolean;
}

/** docker asks `docker-credential-<name>`, of the names in a user's `credHelpers`. */
export const roleHelper = "machine-role";
/**
 * The one folder that is on the PATH of logins, of sudo, of units and of cron alike: sudo of Enterprise Linux looks for nothing in
 * /usr/local.
 */
export const roleHelperPath = `/usr/bin/docker-credential-${roleHelper}`;

/** The program that docker asks on this machine. Everybody on it may read it. */
export function roleProgram({ registries, program, leavesMachine }: RoleLogin, { docker }: HostSpec): string {
  // Python knows no exception with a port, and all that it asks is at 443.
  const noProxy = docker.noProxy.map((one) => one.replace(/^([^:]+):443$/, "$1"));
  const isUsable = leavesMachine && whyNotBy(docker.proxy) === undefined;
  const proxy = isUsable ? proxyVariables({ proxy: docker.proxy, noProxy }) : {};
  const settings = JSON.stringify({ registries: registries.source, proxy });
  return [
    "#!/usr/bin/python3 -IS\n",
    "# Made by pulumi-docker-host, which also removes it. docker asks it for the login at registries of this cloud.\n",
    `SETTINGS = ${JSON.stringify(settings)}\n`,
    ...["trouble.py", "credential.py"].map((part) => ownText(join(__dirname, "guest", part))),
    ownText(program),
  ].join("");
}

/** Why the program cannot go by a proxy; undefined where it can, or there is none. */
export function whyNotBy(proxy: string | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  // A token may stand in the place of the user alone.
  if (hasUser(proxy)) return "holds a user or password, and everybody on the machine may read what docker asks";
  return /^https:/i.test(proxy) ? "is itself spoken to by TLS, which what docker asks does not know" : undefined;
}
