// SPDX-License-Identifier: Apache-2.0
// What a Mac does not understand, in a script and in what people are told to type.

interface Word {
  what: string;
  found: RegExp;
}

/** What bash has learned after 3.2. */
const later: Word[] = [
  { what: "mapfile, readarray, coproc", found: /\b(mapfile|readarray|coproc)\b/ },
  { what: "attributes of variables", found: /\b(declare|local|typeset|export)\s+-\w*[Aglnu]/ },
  { what: "case of letters", found: /\$\{!?\w+(\[[^\]]*\])?[,^]/ },
  { what: "${x@Q} and the like", found: /\$\{\w+(\[[^\]]*\])?@\w\}/ },
  { what: "wait -n", found: /\bwait\s+-/ },
  { what: "&>> and |&", found: /&>>|\|&/ },
  { what: ";& and ;;&", found: /;;?&/ },
  { what: "[[ -v x ]]", found: /(\[\[?|\btest)\s+(!\s+)?-[vR]\s/ },
  { what: "subscripts and lengths below 0", found: /\$\{\w+\[-|\$\{\w+:\s*[\w(]+:\s*-/ },
  { what: "its newer variables", found: /\b(BASHPID|EPOCHSECONDS|EPOCHREALTIME|SRANDOM|BASH_ARGV0|READLINE_\w+)\b/ },
  { what: "time in printf", found: /%\([^)]*\)T/ },
  { what: "read -i, read -N, parts of a second", found: /\bread\s[^|;&]*-\w*([iN]\b|t\s*\d*\.\d)/ },
  { what: "a descriptor's name in braces", found: /\{\w+\}[<>]/ },
  {
    what: "newer shell options",
    found: /\b(globstar|lastpipe|inherit_errexit|dirspell|checkjobs|assoc_expand_once)\b/,
  },
  { what: "steps and zeros in braces", found: /\{-?\w+\.\.-?\w+\.\.|\{0\d+\.\./ },
  { what: "\\u in $''", found: /\$'[^']*\\[uU]/ },
  // 3.2 takes it for the letters themselves, or does not, as they come; a variable means the same in each version.
  { what: "quotes in a pattern", found: /=~\s*\S*["']/ },
];

/** Lines of a script that bash 3.2 does not read as newer ones do. */
export function newerBash(script: string): string[] {
  const lines = script.split("\n").filter((line) => !/^\s*#/.test(line));
  const found = lines.flatMap((line) =>
    later.filter((word) => word.found.test(line)).map(({ what }) => `${what}: ${line.trim()}`),
  );
  return [...found, ...emptyArrays(lines)];
}

/** Before 4.4, `"${x[@]}"` of an array without elements is an unset variable. */
function emptyArrays(lines: string[]): string[] {
  const code = lines.join("\n");
  const names = [...code.matchAll(/\b(\w+)=\(\s*\)|\b(?:local|declare)\s+-a\s+(\w+)/g)].map(
    ([, one, other]) => one ?? other ?? "",
  );
  return names
    .filter((name) => new RegExp(`(?<!\\+["']?)\\$\\{${name}\\[[@*]\\]\\}`).test(code))
    .map((name) => `an array that may be empty: ${name}; write \${${name}[@]+"\${${name}[@]}"}`);
}

/** Options that only GNU's programs have, and programs that a Mac has not. */
const commands: Word[] = [
  { what: "sed -i without an ending", found: /\bsed\s+(-\w+\s+)*-i(\s|$)/ },
  { what: "sha256sum", found: /\bsha256sum\b(?!.*\|\| shasum\b)/ },
  { what: "readlink -f, realpath", found: /\breadlink\s+-\w*f|\brealpath\b/ },
  { what: "date -d", found: /\bdate\s+(-d|--date)/ },
  { what: "stat -c", found: /\bstat\s+(-c|--format)/ },
  { what: "grep -P", found: /\bgrep\s+-\w*P/ },
  { what: "base64 -w", found: /\bbase64\s+(-w|--wrap)/ },
  { what: "xargs -r", found: /\bxargs\s+(-\w+\s+)*-r/ },
  { what: "mktemp with GNU's options", found: /\bmktemp\s+(-p|--)/ },
  { what: "cp, ln with GNU's options", found: /\b(cp|ln)\s+(--|-\w*[tT]\b)/ },
  // zsh hands its words to the program.
  {
    what: "a comment",
    found: /^(?:"[^"]*"|'[^']*'|[^"'#]|(?<=\S)#)*(?<!\S)#/,
  },
  { what: "programs of Linux", found: /(^|[|;&(]\s*)(flock|setsid|timeout|nproc|numfmt|tac|ss|ip|free)\s/ },
];

/** Lines that a Mac refuses, or understands in another way. What is typed on the host is none of them. */
export function notOnMacOS(block: string): string[] {
  const lines = block.split("\n");
  return lines.flatMap((line) =>
    commands.filter((word) => word.found.test(line)).map(({ what }) => `${what}: ${line}`),
  );
}
