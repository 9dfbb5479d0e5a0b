// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import type { Login } from "./sshd-config";
import { shown, warning } from "./problem";
import { rightOf, setsFlag } from "./sudoers-lines";
import type { WrittenFile } from "./written-files";

const main = "/etc/sudoers";
const folder = "/etc/sudoers.d/";
/** Where cloud-init gives the login its right. Of two rules for the same command, sudo takes the last. */
const ours = "90-cloud-init-users";
const advice = `add NOPASSWD, or give the file a name that comes before "${ours}"`;
const includesFolder = /^\s*[#@]includedir\s+"?\/etc\/sudoers\.d\b/;

/** A line, and the file in which it stands: none for what cloud-init writes. */
interface Line {
  text: string;
  file?: WrittenFile;
}

/** What takes from the login the right to be root without a password, with which the host is looked at. */
export function* sudoers(files: WrittenFile[], login: Login, code: string): Generator<Problem> {
  for (const { path, argument } of files) {
    if (!path.startsWith(folder) || isRead(path)) continue;
    const better = path.slice(folder.length).replace(/[./~]/g, "-");
    yield warning(
      argument,
      `sudo reads only files right in that folder, without "." in the name; write it to ${shown(folder + better)}`,
    );
  }
  const lines = linesInOrder(files, login);
  const terminal = last(lines, ({ text }) => setsFlag(text, "requiretty", login));
  if (terminal?.found && terminal.file) {
    const says = "wants a terminal, and what looks at the host has none; take it out";
    yield warning(terminal.file.argument, `requiretty in ${shown(terminal.file.path)} ${says}`, code);
  }
  if (last(lines, ({ text }) => setsFlag(text, "authenticate", login))?.found === false) return;
  const rule = last(lines, ({ text }) => rightOf(text, login));
  if (rule?.found === "with password" && rule.file) {
    const says = "makes sudo ask the login for a password, and it has none";
    yield warning(rule.file.argument, `a rule in ${shown(rule.file.path)} ${says}; ${advice}`, code);
  }
}

/** What the last line says that says anything of it. */
function last<T>(lines: Line[], says: (line: Line) => T | undefined): (Line & { found: T }) | undefined {
  for (const line of [...lines].reverse()) {
    const found = says(line);
    if (found !== undefined) return { ...line, found };
  }
  return undefined;
}

const isRead = (path: string) => !/[./]|~$/.test(path.slice(folder.length));

/** All lines as sudo reads them: those of the folder where the main file includes it, which on the image is its end. */
function linesInOrder(files: WrittenFile[], { name }: Login): Line[] {
  const own = files.filter(({ path }) => path === main);
  const inFolder = files.filter(({ path }) => path.startsWith(folder) && isRead(path));
  const nameOf = ({ path }: WrittenFile) => path.slice(folder.length);
  const sorted = inFolder.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const isAfter = (file: WrittenFile) => nameOf(file) > ours || (nameOf(file) === ours && file.isLate);
  const included = [
    ...sorted.filter((file) => !isAfter(file)).flatMap(linesOf),
    { text: `${name} ALL=(ALL) NOPASSWD:ALL` },
    ...sorted.filter(isAfter).flatMap(linesOf),
  ];
  const isReplaced = own.some(({ isAppended }) => !isAppended);
  const further = own.flatMap(linesOf).flatMap((line) => (includesFolder.test(line.text) ? included : [line]));
  return [...(isReplaced ? [] : included), ...further];
}

/** A `\` at the end of a line joins it with the next. */
function linesOf(file: WrittenFile): Line[] {
  const lines = file.content.replace(/\\\r?\n/g, " ").split(/\r?\n/);
  return lines.map((text) => ({ text, file }));
}
