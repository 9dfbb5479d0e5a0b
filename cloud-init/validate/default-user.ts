// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue, HostSpec, Problem } from "../spec";
import { isMap } from "./kind";
import { lockedOut } from "./login";
import { at, error, shown, warning } from "./problem";
import { missingShell } from "./shells";
import { rightOf } from "./sudoers-lines";
import { isTrue } from "./written-files";

/** What the caller's cloud-config makes of the image's own login. */
export function* defaultUser(spec: HostSpec): Generator<Problem> {
  const { system_info: info, user, users } = spec.cloudConfig;
  if (info !== undefined && !isMap(info)) {
    yield error("cloudConfig.system_info", "must be a map: it takes the place of what the image says of itself");
  }
  const places: [string, unknown][] = [
    ["cloudConfig.user", user],
    ["cloudConfig.system_info.default_user", isMap(info) ? info.default_user : undefined],
  ];
  for (const [path, given] of places) yield* settings(path, given, spec);
  for (const [i, one] of (Array.isArray(users) ? users : []).entries()) {
    if (isMap(one)) yield* listed(at("cloudConfig.users", i), one, spec);
  }
  yield* expired(spec);
}

/** Of the login, the image's own settings win over those in a list of users, but for what the image does not set. */
function* listed(path: string, user: Record<string, unknown>, spec: HostSpec): Generator<Problem> {
  const { name, shell, ssh_redirect_user: redirect } = user;
  if (![spec.login, "default"].includes(name as string)) {
    const missing = typeof shell === "string" && typeof name === "string" && missingShell(shell, name, spec);
    if (missing) yield warning(`${path}.shell`, missing);
    return;
  }
  if (redirect !== undefined && redirect !== false) {
    yield warning(`${path}.ssh_redirect_user`, "turns away whoever logs in as the login; take it out", lockedOut);
  }
  yield* ended(path, user);
}

function* ended(path: string, { expiredate }: Record<string, unknown>): Generator<Problem> {
  if (!isPast(expiredate)) return;
  yield warning(`${path}.expiredate`, "lets the login in no more since that day; take it out", lockedOut);
}

function* settings(path: string, given: unknown, spec: HostSpec): Generator<Problem> {
  const { login } = spec;
  const map = isMap(given) ? given : { name: given };
  yield* ended(path, map);
  const at = isMap(given) ? `${path}.name` : path;
  if (typeof map.name === "string" && map.name !== "" && map.name !== login) {
    yield error(
      at,
      `${shown(map.name)} takes the place of the image's login, and the host is set up and reached as ${shown(login)}; ` +
        `take it out, and declare ${shown(map.name)} in users`,
    );
  }
  if (typeof map.shell === "string" && /\/(nologin|false)$/.test(map.shell)) {
    yield error(`${path}.shell`, `${shown(map.shell)} lets the login run no command; take it out`, lockedOut);
  }
  const missing = typeof map.shell === "string" ? missingShell(map.shell, login, spec) : undefined;
  if (missing !== undefined) yield warning(`${path}.shell`, missing, lockedOut);
  if (map.sudo !== undefined && rightsOf(map.sudo, login).at(-1) !== "without") {
    const rule = `"ALL=(ALL) NOPASSWD:ALL"`;
    yield warning(`${path}.sudo`, `lets the login be root no more, or asks it for a password; use ${rule}`, lockedOut);
  }
}

/** What each of the login's rules says of running every command as root, but for those that say nothing of that. */
function rightsOf(sudo: unknown, name: string): string[] {
  const rules = (Array.isArray(sudo) ? sudo : [sudo]).filter((rule) => typeof rule === "string");
  return rules.flatMap((rule) => rightOf(`${name} ${rule}`, { name, groups: [] }) ?? []);
}

/** A day, or the number of days since 1970, on which useradd lets an account end. */
function isPast(day: unknown): boolean {
  const time = /^\d+$/.test(String(day)) ? Number(day) * 86_400_000 : Date.parse(String(day));
  return time < Date.now();
}

/** A password that cloud-init sets has expired, unless told otherwise, and PAM then lets nobody run a command, whatever the key. */
function* expired({ login, cloudConfig }: HostSpec): Generator<Problem> {
  const { password, chpasswd } = cloudConfig;
  const { expire = true, users, list } = (isMap(chpasswd) ? chpasswd : {}) as Record<string, CloudConfigValue>;
  if (!isTrue(expire)) return;
  const named = (Array.isArray(users) ? users : []).some((one) => isMap(one) && one.name === login);
  const lines = Array.isArray(list) ? list : typeof list === "string" ? list.split("\n") : [];
  const isListed = lines.some((line) => typeof line === "string" && line.startsWith(`${login}:`));
  const isAny = (Array.isArray(users) && users.length > 0) || lines.length > 0;
  const key = named || isListed ? "chpasswd" : password !== undefined && !isAny ? "password" : undefined;
  if (key === undefined) return;
  yield warning(
    `cloudConfig.${key}`,
    `gives the login a password that has expired, so that no command runs before somebody changes it; add "expire": false to cloudConfig.chpasswd`,
    lockedOut,
  );
}
