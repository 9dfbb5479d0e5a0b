// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import { shown, warning } from "./problem";
import { fits, type Login } from "./sshd-config";
import type { WrittenFile } from "./written-files";

const folder = "/etc/sudoers.d/";
/** Where cloud-init gives the login its right. Of two rules for the same command, sudo takes the last. */
const ours = "90-cloud-init-users";
const advice = `add NOPASSWD, or give the file a name that comes before "${ours}"`;

/** What takes from the login the right to be root without a password, with which the host is looked at. */
export function* sudoers(files: WrittenFile[], login: Login, code: string): Generator<Problem> {
  for (const file of files) {
    if (file.path !== "/etc/sudoers" && !file.path.startsWith(folder)) continue;
    const name = file.path.slice(folder.length);
    if (file.path.startsWith(folder) && /[.]|~$/.test(name)) {
      yield warning(
        file.argument,
        `sudo reads no file with "." in its name there; write it to ${shown(folder + name.replace(/[.~]/g, "-"))}`,
      );
      continue;
    }
    const isLast = file.path.startsWith(folder) && name > ours;
    yield* rules(file, login, isLast, code);
  }
}

function* rules(
  { path, content, argument }: WrittenFile,
  login: Login,
  isLast: boolean,
  code: string,
): Generator<Problem> {
  // In the main file, what stands behind the folder's line comes after all that is in the folder.
  let comesAfter = isLast;
  for (const line of content.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
    if (path === "/etc/sudoers" && /^\s*[#@]includedir\s+"?\/etc\/sudoers\.d\b/.test(line)) comesAfter = true;
    const [, whose, options = ""] = /^\s*Defaults(?::(\S+))?\s+(.*)$/.exec(line) ?? [];
    if (/(^|[\s,])requiretty\b/.test(options) && (whose === undefined || whose.split(",").includes(login.name))) {
      yield warning(
        argument,
        `${shown(line.trim())} wants a terminal, and what looks at the host has none; take it out`,
        code,
      );
    }
    if (comesAfter && asksForPassword(line, login)) {
      yield warning(
        argument,
        `${shown(line.trim())} makes sudo ask the login for a password, and it has none; ${advice}`,
        code,
      );
    }
  }
}

/** A rule for every command, as root, without `NOPASSWD`. */
function asksForPassword(line: string, { name, groups }: Login): boolean {
  const [, names = "", runAs = "ALL", commands = ""] =
    /^\s*([^\s#@=][^=\s]*(?:\s*,\s*[^=\s,]+)*)\s+[^=\s]+\s*=\s*(?:\(([^):]*)[^)]*\))?\s*(.*)$/.exec(line) ?? [];
  const isMeant = names.split(/\s*,\s*/).some((one) => {
    if (one === "ALL") return true;
    return one.startsWith("%") ? groups.some((group) => fits(group, one.slice(1))) : one === name;
  });
  return (
    isMeant && /\b(ALL|root)\b/.test(runAs) && /(^|[:,\s])ALL\s*(,|$)/.test(commands) && !/NOPASSWD\s*:/.test(commands)
  );
}
