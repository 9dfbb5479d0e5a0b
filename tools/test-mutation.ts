// SPDX-License-Identifier: Apache-2.0
// `npm run test:mutation`: how strong the tests of the pure core are. Stryker changes its code in one small way after
// another and counts the changes that no test notices. It takes an hour; `-- validate health` runs these parts alone.
// Stryker comes when it is asked for, because few people need its 60 MB.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

import { runSteps, type Step } from "./progress/steps";
import { command } from "./shared/command";
import { root } from "./shared/places";
import { type Report, run } from "./shared/subprocess";
import { endLeftBehind } from "./testing/left-behind";

const packages = ["@stryker-mutator/core@10.0.0", "@stryker-mutator/jest-runner@10.0.0"];
const config = join(root, "stryker.config.mjs");
/** Where that file puts the results. */
const folder = join("coverage", "mutation");

async function testMutation(wanted: string[]): Promise<void> {
  const { parts } = (await import(pathToFileURL(config).href)) as { parts: object };
  const names = Object.keys(parts);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}; there are ${names.join(", ")}`);
  const chosen = names.filter((name) => wanted.length === 0 || wanted.includes(name));
  await runSteps(chosen.map((title): Step => ({ title, run: (report) => mutate(title, report) })));
}

/** Resolves to the figures of a part, and to the page that shows each survivor in its place. */
async function mutate(part: string, report: Report): Promise<string> {
  // What a run that was interrupted has left.
  rmSync(join(root, folder, "sandbox"), { recursive: true, force: true });
  const stryker = ["exec", "--yes", ...packages.map((one) => `--package=${one}`), "--", "stryker", "run", config];
  // Stryker needs a newer Node than a machine may have: the one that runs this.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`;
  // A test that a mutant lets hang is killed, and leaves what it has made.
  const TMPDIR = mkdtempSync(join(realpathSync(tmpdir()), "mutation-"));
  try {
    await run("npm", stryker, report, { PATH, TMPDIR, MUTATION_PART: part });
  } finally {
    await endLeftBehind(TMPDIR);
  }
  return `${figures(join(root, folder, `${part}.json`))}; ${join(folder, `${part}.html`)}`;
}

interface Results {
  files: Record<string, { mutants: { status: string }[] }>;
}

function figures(file: string): string {
  const { files } = JSON.parse(readFileSync(file, "utf8")) as Results;
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: string[]) => states.filter((status) => wanted.includes(status)).length;
  const late = count("Timeout");
  const killed = count("Killed") + late;
  const survivors = count("Survived", "NoCoverage");
  const percent = ((killed / (killed + survivors)) * 100).toFixed(1);
  return `${percent} % of ${killed + survivors} mutants killed, ${late} of them by a limit of time; ${survivors} survive`;
}

command(testMutation);
