// SPDX-License-Identifier: Apache-2.0
import { Argument, Command } from "commander";

import { WrongUse } from "../cli/exit-status";
import { readOptions } from "../shared/read-options";
import { type Part, parts } from "./figures";

export interface BenchOptions {
  parts: Part[];
  rounds: number;
  /** A file beside the one that is kept anyway. */
  json?: string;
  /** Nothing is measured: README.md gets the table of the last run. */
  readme: boolean;
}

/** What stands behind `npm run bench --`; undefined where that was `--help`. @throws WrongUse */
export function benchOptions(args: string[]): BenchOptions | undefined {
  const script = new Command("npm run bench --")
    .description(
      "Measures how long it takes from power-on to Docker, in machines on this computer, one after the other, and what many hosts cost a program.",
    )
    .addArgument(new Argument("[parts...]", "all where none is named").choices(parts))
    .option("--rounds <number>", "how often each is done; the median counts", "3")
    .option("--json <file>", "write the figures there as well")
    .option("--readme", "measure nothing; write the last figures into README.md")
    .helpOption("-h, --help", "show this")
    .addHelpText(
      "after",
      `
Parts:
  floor    cloud-init with a bare \`dnf install\`, until \`docker version\` answers
  fresh    a host of ours, until its health check has passed
  baked    the same from a baked image, which is made first where there is none
  by-hand  the steps of the manual installation, typed over SSH, with its reboot
  health   on the machine of fresh: a second check, and one \`ssh docker run\`
  scale    previews of 100 AWS hosts, also as a swarm, on stand-ins, and by hand

Examples:
  npm run bench
  npm run bench -- floor fresh --rounds 1
  npm run bench -- --readme

A ratio means something on a quiet computer only.
Exit status: 0 done, 1 failed, 2 wrong use, 130 interrupted.`,
    );
  if (!readOptions(script, args)) return undefined;
  const typed = script.opts<{ rounds: string; json?: string; readme?: boolean }>();
  const rounds = Number(typed.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new WrongUse(`--rounds ${typed.rounds || '""'} is no number of rounds; use a whole number from 1`);
  const named = script.processedArgs[0] as Part[];
  const { json, readme = false } = typed;
  const chosen = named.length === 0 ? [...parts] : parts.filter((part) => named.includes(part));
  return { parts: chosen, rounds, readme, ...(json !== undefined && { json }) };
}
