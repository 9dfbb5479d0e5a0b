// SPDX-License-Identifier: Apache-2.0
// `npm test`: everything that needs no machine and starts no engine over and over. Arguments go to jest, which then is all
// that runs.
import { join } from "node:path";

import { runSteps, type Step } from "./progress/steps";
import { pyYaml } from "./setup/python-yaml";
import { ensurePrograms } from "./setup/system-packages";
import { command } from "./shared/command";
import { root } from "./shared/places";
import { type Report, run } from "./shared/subprocess";
import { runJest, sideBySide } from "./testing/jest";
import { engine } from "./testing/machines";

const modules = join(root, "node_modules");
const shellcheck = { name: "shellcheck", apt: "shellcheck", dnf: "ShellCheck", brew: "shellcheck" };

const setUp: Step[] = [
  engine,
  { title: "shellcheck", run: (report) => ensurePrograms([shellcheck], report) },
  { title: "PyYAML", run: (report) => ensurePrograms([pyYaml], report) },
];

/** What was found about files that are the same. ESLint keeps none: its rules look at the types of other files. */
const cache = (name: string) => join(modules, ".cache", name);
const incremental = ["--incremental", "--tsBuildInfoFile", cache("tsc.json")];
const byContent = ["--cache", "--cache-strategy", "content", "--cache-location", cache("prettier.json")];

const checks: Step[] = [
  {
    title: "types",
    run: (report) => check(report, join(modules, "typescript", "bin", "tsc"), "--noEmit", ...incremental),
  },
  { title: "lint", run: (report) => check(report, join(modules, "eslint", "bin", "eslint.js"), ".") },
  {
    title: "format",
    run: (report) => check(report, join(modules, "prettier", "bin", "prettier.cjs"), "--check", ".", ...byContent),
  },
];

async function check(report: Report, ...program: string[]): Promise<void> {
  await run(process.execPath, program, report);
}

command(async (args) => {
  await runSteps(setUp);
  if (args.length === 0) await runSteps(checks, { together: true });
  return runJest("unit", [...sideBySide, ...args]);
});
