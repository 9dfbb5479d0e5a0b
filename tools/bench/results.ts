// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";

import { root } from "../shared/places";
import type { TestMachines } from "../testing/machines";
import { figures, type Results } from "./figures";

/** The last run; git ignores it. */
export const kept = join(root, "coverage", "bench.json");

export function keep(results: Results, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

/** @throws Error where nothing was measured here */
export function lastResults(): Results {
  if (!existsSync(kept)) throw new Error("nothing was measured in this clone; run `npm run bench` first");
  return JSON.parse(readFileSync(kept, "utf8")) as Results;
}

/** Where no machine was booted. */
export function onlyHere(): string {
  return `${cpus().length} processors; Node.js ${process.version}; plugins: stand-ins`;
}

/** What the machines ran on, in words: neither a path nor the name of a computer. */
export function where({ image, accelerator }: TestMachines, dockerVersion: string): string {
  const how = accelerator.startsWith("tcg") ? "software emulation" : accelerator;
  return `${cpus().length} processors, ${how}; guest: ${image.image.name}; Docker ${dockerVersion}`;
}

const begin = "<!-- `npm run bench -- --readme` writes this table from what was measured last. -->";
const end = "<!-- The end of what `npm run bench -- --readme` writes. -->";

/** @throws Error where the page lacks the two comments between which the table stands */
export function withFigures(page: string, results: Results): string {
  const [before = "", rest = ""] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`README.md lacks the line ${begin} or, below it, ${end}`);
  const said = `Measured ${results.taken.slice(0, "2026-01-01".length)}: ${results.where}.`;
  return `${before}${begin}\n\n${figures(results)}\n\n${said}\n\n${end}${after}`;
}

export function writeReadme(): void {
  const page = join(root, "README.md");
  writeFileSync(page, withFigures(readFileSync(page, "utf8"), lastResults()));
}
