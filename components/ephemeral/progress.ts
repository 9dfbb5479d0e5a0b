// SPDX-License-Identifier: Apache-2.0

/** ` +  command:local:Command web-health-check creating (12s) install: stage packages`; its end may be missing. */
const row =
  /^[\s+~<>-]+(?<type>[\w-]+:[\w/]+:\w+) (?<name>\S+) (?<doing>\*\*[\w ]+\*\*|\w+)(?: \((?<seconds>[\d.]+)s\))?(?<kept>\[retain\]\s*)?(?: (?<text>.+))?$/;

/** Whether a line of the engine's output is about a resource. */
export function isProgress(line: string): boolean {
  return row.test(line);
}

/** Types without work of their own: the engine's, and components, whose children have their own lines. */
const withoutWork = /^(pulumi|pulumi-docker-host):/;

/** Seconds between two lines about the same work. */
const pause = 30;

/**
 * Which lines of the engine's progress are worth a person's time: the begin and the end of each piece of work, and now and
 * then what a long one is at.
 */
export class Progress {
  private readonly last = new Map<string, { doing: string; seconds: number }>();

  /** The line as people get it; undefined where it says nothing new. */
  line(text: string): string | undefined {
    const { type = "", name = "", doing = "", seconds = "0", kept, text: at } = row.exec(text)?.groups ?? {};
    if (name === "" || withoutWork.test(type)) return undefined;
    // The engine forgets it, and that is all that is deleted.
    if (kept !== undefined) return doing === "deleted" ? `${name} stays` : undefined;
    const last = this.last.get(name);
    const isNew = last?.doing !== doing;
    if (!isNew && (at === undefined || Number(seconds) < last.seconds + pause)) return undefined;
    this.last.set(name, { doing, seconds: Number(seconds) });
    const what = `${name} ${doing.replaceAll("*", "")}`;
    if (!isNew) return `${what} (${seconds}s): ${at}`;
    return Number(seconds) === 0 ? what : `${what} (${seconds}s)`;
  }
}
