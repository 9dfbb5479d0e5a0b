// SPDX-License-Identifier: Apache-2.0
// `npm test`: everything that needs no machine and starts no engine over and over. Arguments go to jest, which then is all
// that runs.
import { join } from "node:path";

import { asCommand } from "./shared/command";
import { runJest } from "./testing/jest";
import { root } from "./shared/places";
import { runSteps, type Step } from "./progress/steps";
import { ensurePulumi } from "./setup/pulumi";
import { type Report, run } from "./shared/subprocess";
import { ensurePrograms } from "./setup/system-packages";

const modules = join(root, "node_modules");
const shellcheck = { name: "shellcheck", apt: "shellcheck", dnf: "ShellCheck", brew: "shellcheck" };

const setUp: Step[] = [
  { title: "Pulumi", run: async (report) => (await ensurePulumi(report)).origin },
  { title: "shellcheck", run: (report) => ensurePrograms([shellcheck], report) },
];

const checks: Step[] = [
  { title: "types", run: (report) => check(report, join(modules, "typescript", "bin", "tsc"), "--noEmit") },
  { title: "lint", run: (report) => check(report, join(modules, "eslint", "bin", "eslint.js"), ".") },
  { title: "format", run: (report) => check(report, join(modules, "prettier", "bin", "prettier.cjs"), "--check", ".") },
];

async function check(report: Report, ...command: string[]): Promise<void> {
  await run(process.execPath, command, report);
}

async function test(args: string[]): Promise<void> {
  await runSteps(setUp);
  if (args.length === 0) await runSteps(checks, { together: true });
  if (!(await runJest("unit", args))) process.exitCode = 1;
}

asCommand(() => test(process.argv.slice(2)));
