// SPDX-License-Identifier: Apache-2.0
// What a machine is to get of secrets, in the form in which guest/secrets.py reads it.

import { RegistryLogin } from "./registry-login";
import { roleHelper, roleHelperPath } from "./role-login";

/** How images of Docker Hub are named, and how its login is called in docker's own file. */
export const dockerHub = "docker.io";
const keyOfDockerHub = "https://index.docker.io/v1/";

/** Secret: it is in the order of a check alone. */
export interface SecretsOrder {
  files: SecretFileOrder[];
  registries: RegistryOrder[];
  /** What docker asks for the login of the machine's role, where a registry has that. */
  program?: SecretFileOrder;
}

interface SecretFileOrder {
  path: string;
  /** In base64, so that it stands in one line whatever it holds. */
  content: string;
  permissions: string;
  owner: string;
}

interface RegistryOrder {
  host: string;
  /** What docker calls the login. */
  key: string;
  username?: string | undefined;
  password?: string | undefined;
  /** What docker asks in place of both. */
  helper?: string;
  users: string[];
  image?: string;
}

/** A secret file as the caller has written it. */
export interface SecretFile {
  path: string;
  content: string;
  base64?: boolean | undefined;
  permissions?: string | undefined;
  owner?: string | undefined;
}

/** A login at a registry as the caller has written it. */
export interface Registry {
  host: string;
  login?: RegistryLogin | undefined;
  username?: string | undefined;
  password?: string | undefined;
  users?: string[] | undefined;
  image?: string | undefined;
}

export const secretDefaults = { permissions: "0600", owner: "root:root" };

/** Whether the machine's own role is to log in. */
export const isOfRole = ({ login }: { login?: unknown }) => login === RegistryLogin.Cloud;

/** The order for a machine on which these may use Docker. `program` is what is asked for logins of the machine's role. */
export function secretsOrder(
  files: SecretFile[],
  registries: Registry[],
  dockerUsers: string[],
  program = "",
): SecretsOrder {
  return {
    files: files.map(({ path, content, base64 = false, permissions, owner }) => ({
      path,
      content: base64 ? content.replace(/\s+/g, "") : Buffer.from(content).toString("base64"),
      permissions: permissions ?? secretDefaults.permissions,
      owner: owner ?? secretDefaults.owner,
    })),
    registries: registries.map(({ host, login, username, password, users = dockerUsers, image }) => ({
      ...{ host, users },
      ...(isOfRole({ login }) ? { helper: roleHelper } : { username, password }),
      key: host === dockerHub ? keyOfDockerHub : host,
      ...(image !== undefined && { image }),
    })),
    ...(registries.some(isOfRole) && {
      program: {
        ...{ path: roleHelperPath, permissions: "0755", owner: "root:root" },
        content: Buffer.from(program).toString("base64"),
      },
    }),
  };
}
