// SPDX-License-Identifier: Apache-2.0

/** A person does not read more lines than this. */
const most = 12;

/** The beginning of a line of the journal: `Nov 26 07:10:20 web dockerd[812]: `. */
const journalHead = /^\w{3} [ \d]\d [\d:]{8} \S+ ([\w.@-]+)(?:\[\d+\])?: /;
/** Words by which a line speaks of trouble. Most lines of dnf and of the install script only report progress. */
const trouble =
  /error|fail|cannot|could ?n[o']t|unable|refus|denied|status \d|curl|no match|nothing provides|conflict|problem|no space|killed|timed? ?out|timeout|not found|expected|warning/i;

/** Lines of a log as a person needs them: who said what, without time and host. */
export function plainLines(lines: string[]): string[] {
  const short = lines.map((line) =>
    line
      .replace(journalHead, "$1: ")
      .replace(/^(\w+: )?time="[^"]*" /, "$1")
      .replace(/^\d{4}-\d\d-\d\dT[\d:+-]+ /, "")
      .replace(/^\s*- /, "")
      .trim(),
  );
  return short.filter((line) => line !== "");
}

/** Each line once, at the last place where it stood. */
export function eachOnce(lines: string[]): string[] {
  return lines.filter((line, i) => lines.lastIndexOf(line) === i);
}

/** What systemd says of each unit that fails, whatever the reason. */
const echo = /^systemd: (Start|Stop|Failed to start|\S+: (Main process exited|Failed with result|Scheduled restart))/;

/** The few lines that belong on a screen: those that speak of trouble, or else the last ones. */
export function tellingLines(lines: string[]): string[] {
  const own = lines.filter((line) => !echo.test(line));
  const telling = own.filter((line) => trouble.test(line));
  return (telling.length > 0 ? telling : own.slice(-5)).slice(-most);
}
