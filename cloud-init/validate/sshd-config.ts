// SPDX-License-Identifier: Apache-2.0
// Reads sshd's configuration as sshd_config(5) says that sshd does.
import type { WrittenFile } from "./written-files";

/** One who logs in, as far as it is known before the machine is there. */
export interface Login {
  name: string;
  groups: string[];
}

/** What a keyword is set to. */
export interface Setting {
  words: string[];
  /** Where it is set. */
  argument: string;
  /** False where it depends on the address from which somebody comes. */
  isSure: boolean;
  /** cloud-init has read the file before it writes the login's keys. */
  isKnownToCloudInit: boolean;
}

interface Line extends Setting {
  keyword: string;
  /** 0 is what stands outside of each `Match`. */
  block: number;
}

const folder = /^\/etc\/ssh\/sshd_config\.d\/([^/]+\.conf)$/;
const main = "/etc/ssh/sshd_config";

/** The files that sshd reads, in its order. */
export function sshdFiles(files: WrittenFile[]): WrittenFile[] {
  const own = files.filter(({ path }) => path === main);
  const isReplaced = own.some(({ isAppended }) => !isAppended);
  // EL's file begins with the `Include` of the folder.
  const includes = !isReplaced || own.some(({ content }) => /^\s*include\s.*sshd_config\.d/im.test(content));
  const nameOf = ({ path }: WrittenFile) => folder.exec(path)?.[1];
  const dropIns = files.filter((file) => nameOf(file) !== undefined);
  const sorted = dropIns.sort((one, other) => ((nameOf(one) ?? "") < (nameOf(other) ?? "") ? -1 : 1));
  return [...(includes ? sorted : []), ...own];
}

/** The lines that count for the login. */
export function sshdLines(files: WrittenFile[], login: Login): Line[] {
  let block = 0;
  return files.flatMap((file) => [...linesOf(file, login, () => ++block)]);
}

/** What is in force for a keyword: the first setting that is sure, after those that may come before it. */
export function inForce(lines: Line[], keyword: string, isList: boolean): Setting[] {
  const found = lines
    .filter((line) => line.keyword === keyword)
    // A list goes on from one `Match` that applies to the next.
    .map((line) => (isList && line.isSure && line.block > 0 ? { ...line, block: Number.MAX_VALUE } : line));
  // What stands in a `Match` goes before everything outside.
  const blocks = [...new Set(found.map(({ block }) => block))].sort((a, b) => (a || Infinity) - (b || Infinity));
  const settings: Setting[] = [];
  for (const block of blocks) {
    const [first, ...further] = found.filter((line) => line.block === block);
    if (!first) continue;
    const words = isList ? [first, ...further].flatMap((line) => line.words) : first.words;
    settings.push({ ...first, words, isSure: first.isSure && settings.length === 0 });
    if (first.isSure) break;
  }
  return settings;
}

function* linesOf(file: WrittenFile, login: Login, next: () => number): Generator<Line> {
  let [block, applies]: [number, boolean | undefined] = [0, true];
  const { path, argument, isLate, isAppended } = file;
  const isKnownToCloudInit = path === main && !isLate && !isAppended;
  for (const line of file.content.split(/\r?\n/)) {
    const [, name = "", rest = ""] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    const keyword = name.toLowerCase();
    if (keyword === "match") [block, applies] = [next(), matches(wordsOf(rest, true), login)];
    else if (keyword !== "" && applies !== false) {
      yield { keyword, words: wordsOf(rest), argument, isSure: applies === true, isKnownToCloudInit, block };
    }
  }
}

/** In a `Match`, a `=` may stand between two words. */
export function wordsOf(text: string, isMatch = false): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(isMatch ? /(?:"[^"]*"|[^\s"=])+/g : /(?:"[^"]*"|[^\s"])+/g)) {
    if (word.startsWith("#")) break;
    words.push(word.replaceAll('"', ""));
  }
  return words;
}

/** Whether a `Match` is for the login; undefined where it depends on the connection. */
function matches(words: string[], login: Login): boolean | undefined {
  let isSure = true;
  for (let i = 0; i < words.length; i += 2) {
    const [criterion, patterns = ""] = [words[i]?.toLowerCase(), words[i + 1]];
    if (criterion === "all") continue;
    if (criterion === "user" && !isInList([login.name], patterns)) return false;
    if (criterion === "group" && !isInList(login.groups, patterns)) return false;
    if (criterion === "localport" && !isInList(["22"], patterns)) return false;
    if (!["user", "group", "localport"].includes(criterion ?? "")) isSure = false;
  }
  return isSure ? true : undefined;
}

/** Whether a list of patterns, with `,` between, fits one of the names; where one with `!` fits any of them, it does not. */
function isInList(names: string[], list: string): boolean {
  const patterns = list.split(",");
  const fitsOne = (pattern: string) => names.some((name) => fits(name, pattern));
  return patterns.some(fitsOne) && !patterns.some((one) => one.startsWith("!") && fitsOne(one.slice(1)));
}

/** Whether a name fits a pattern with `*` and `?`. */
export function fits(text: string, pattern: string): boolean {
  const form = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${form}$`).test(text);
}
