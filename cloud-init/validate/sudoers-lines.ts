// SPDX-License-Identifier: Apache-2.0
// Reads a line of sudoers as sudoers(5) says that sudo does. Each step takes time in proportion to the line's length.
import type { Login } from "./sshd-config";

/** Whether a line of `Defaults` for the login sets a flag, or takes it back. */
export function setsFlag(line: string, flag: string, login: Login): boolean | undefined {
  const [, whose, options = ""] = /^\s*Defaults(?::\s*(\S+))?\s(.*)$/.exec(withoutComment(line)) ?? [];
  if (whose !== undefined && !isMember(whose, login)) return undefined;
  const given = listOf(options).filter((option) => option.replace(/^!\s*/, "") === flag);
  return given.length === 0 ? undefined : given.at(-1) === flag;
}

/** How a line lets the login run every command as root; undefined where it says nothing of that. */
export function rightOf(line: string, login: Login): "with password" | "without" | undefined {
  const text = withoutComment(line);
  const end = text.indexOf("=");
  const [users, host, ...rest] = listOf(text.slice(0, Math.max(end, 0)))
    .join(",")
    .trim()
    .split(/\s+/);
  if (users === undefined || host === undefined || rest.length > 0 || !isMember(users, login)) return undefined;
  let [isRoot, asks] = [true, true];
  let right: "with password" | "without" | undefined;
  // A user to be and a tag go on to the commands behind them.
  for (const [piece] of text.slice(end + 1).matchAll(/(?:\([^()]*\)|[^,(])+/g)) {
    const [, runAs, tagged = ""] = /^\s*(?:\(([^:)]*)[^)]*\))?(.*)$/.exec(piece) ?? [];
    if (runAs !== undefined) isRoot = isMember(runAs, { name: "root", groups: [] });
    const [tags = ""] = /^\s*(?:[A-Z_]+\s*=\s*\S+\s+|[A-Z_]+\s*:\s*)*/.exec(tagged) ?? [];
    const tag = [...tags.matchAll(/\b(NOPASSWD|PASSWD)\s*:/g)].at(-1)?.[1];
    if (tag !== undefined) asks = tag === "PASSWD";
    if (isRoot && tagged.slice(tags.length).trim() === "ALL") right = asks ? "with password" : "without";
  }
  return right;
}

/** Whether a list is for somebody: the last that is meant for one counts, and `!` takes out. */
function isMember(list: string, { name, groups }: Login): boolean {
  const meant = listOf(list).filter((one) => {
    const plain = one.replace(/^!+/, "");
    return plain === "ALL" || (plain.startsWith("%") ? groups.includes(plain.slice(1)) : plain === name);
  });
  return meant.length > 0 && !meant.at(-1)?.startsWith("!");
}

const listOf = (text: string) => text.split(",").map((one) => one.trim());

/** A `#` before a digit is the number of a user or of a group. */
const withoutComment = (line: string) => line.replace(/(?<!\\)#(?!-?\d).*$/, "");
