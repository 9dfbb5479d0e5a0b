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

/** Before all that takes long. */
const quick: Step[] = [
  {
    title: "types",
    run: (report) => check([join("typescript-7", "bin", "tsc"), "--noEmit", ...incremental], report),
  },
  {
    title: "format",
    run: (report) => check([join("prettier", "bin", "prettier.cjs"), "--check", ".", ...byContent], report),
  },
];

async function check([program = "", ...args]: string[], report: Report, ending?: AbortSignal): Promise<void> {
  await run(process.execPath, [join(modules, program), ...args], report, {}, ending);
}

command(async (args) => {
  await runSteps(setUp);
  if (args.length > 0) return runJest(["unit"], [...sideBySide(), ...args]);
  // It keeps one processor busy, and takes a third of the time of all: so it begins first, and what it has found is said last.
  const ending = new AbortController();
  const lint = check([join("eslint", "bin", "eslint.js"), "."], () => {}, ending.signal);
  lint.catch(() => {});
  try {
    await runSteps(quick, { together: true });
    const isGreen = await runJest(["unit"], sideBySide());
    await runSteps([{ title: "lint", run: () => lint }]);
    return isGreen;
  } finally {
    ending.abort();
  }
});
