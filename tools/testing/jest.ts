// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../shared/places";
import { endLeftBehind } from "./left-behind";

/** For tests that boot machines: a line for each as soon as it has ended. */
export const machineTests = [
  "--reporters",
  "default",
  "--reporters",
  join(root, "tools", "testing", "jest-progress.mjs"),
];

/**
 * More than processors: some tests wait for what hangs, and those of the engine for it, half of their time. `waiting`
 * is how many more run where as many do nothing but wait.
 */
export const sideBySide = (waiting = 0): string[] => [
  "--maxWorkers",
  String(Math.ceil(availableParallelism() * 1.5) + waiting),
];

/** What Node has compiled, above all Pulumi's SDK, lasts as long as the run: most of its many programs begin by loading that. */
const environment = (temporary: string) => ({
  TMPDIR: temporary,
  NODE_COMPILE_CACHE: join(temporary, "node-compile-cache"),
});

interface Counts {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
  numPendingTests: number;
}

/**
 * Runs projects of jest.config.js in one go and ends with a line that counts; resolves to whether all went well, and
 * nothing is left of it. For the latter it gets a folder of its own for temporary files.
 */
export async function runJest(projects: string[], args: string[]): Promise<boolean> {
  const name = projects.join("-");
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), "test-"));
  const results = join(root, "coverage", `${name}.json`);
  mkdirSync(join(root, "coverage"), { recursive: true });
  rmSync(results, { force: true });
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const child = spawn(
    process.execPath,
    [jest, "--selectProjects", ...projects, "--json", "--outputFile", results, ...args],
    // jest writes what people read to stderr; stdout would hold the JSON once more.
    { cwd: root, stdio: ["inherit", "ignore", "inherit"], env: { ...process.env, ...environment(temporary) } },
  );
  const wait = () => {}; // Ctrl-C reaches jest as well, and the tests clean up.
  const end = () => child.kill("SIGTERM"); // A `kill` reaches only us.
  process.on("SIGINT", wait).on("SIGTERM", end);
  const [status] = (await once(child, "exit")) as [number | null];
  process.off("SIGINT", wait).off("SIGTERM", end);
  const left = await endLeftBehind(temporary);
  for (const what of left) console.error(`left behind by a test: ${what}`);
  if (!existsSync(results)) return false;
  const counts = JSON.parse(readFileSync(results, "utf8")) as Counts;
  // A file that cannot even be loaded has no tests to fail.
  const failed = Math.max(counts.numFailedTests, counts.numFailedTestSuites) + left.length;
  console.log(
    `${projects.join(" and ")}: ${counts.numPassedTests} passed, ${failed} failed, ${counts.numPendingTests} skipped`,
  );
  return status === 0 && left.length === 0;
}
