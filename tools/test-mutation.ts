// SPDX-License-Identifier: Apache-2.0
// `npm run test:mutation`: how strong the tests of the pure core are. Stryker changes its code in one small way after
// another and counts the changes that no test notices. It takes an hour; `-- validate health` runs these parts alone.
// Stryker comes when it is asked for, because few people need its 60 MB. What it has found before, it does not run again.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { type Part, parts } from "./mutation/parts";
import { root } from "./places";
import { runSteps, type Step } from "./progress";
import { type Report, run } from "./subprocess";

const packages = ["@stryker-mutator/core@10.0.0", "@stryker-mutator/jest-runner@10.0.0"];
/** From the root, as Stryker has them. */
const folder = "coverage/mutation";

async function testMutation(wanted: string[]): Promise<void> {
  const unknown = wanted.filter((name) => !(name in parts));
  if (unknown.length > 0) {
    throw new Error(`there is no part ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
  }
  const chosen = Object.entries(parts).filter(([name]) => wanted.length === 0 || wanted.includes(name));
  await runSteps(chosen.map(([title, part]): Step => ({ title, run: (report) => mutate(title, part, report) })));
}

/** Resolves to the figures of a part, and to where each survivor can be seen in its place. */
async function mutate(name: string, part: Part, report: Report): Promise<string> {
  mkdirSync(join(root, folder), { recursive: true });
  const config = join(root, folder, `${name}.config.json`);
  writeFileSync(config, JSON.stringify(configuration(name, part), null, 2));
  const stryker = ["exec", "--yes", ...packages.map((one) => `--package=${one}`), "--", "stryker", "run", config];
  // Stryker needs a newer Node than a machine may have: the one that runs this.
  await run("npm", stryker, report, { PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}` });
  return figures(join(root, folder, `${name}.json`)) + `; ${folder}/${name}.html`;
}

function configuration(name: string, { code, tests }: Part): object {
  return {
    mutate: code,
    // Words of messages are held by tests as far as they matter.
    mutator: { excludedMutations: ["StringLiteral"] },
    testRunner: "jest",
    jest: {
      projectType: "custom",
      enableFindRelatedTests: false,
      config: {
        testEnvironment: "node",
        testMatch: tests.map((file) => `<rootDir>/${file}`),
        transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
        setupFiles: ["<rootDir>/tools/mutation/no-shrinking.js"],
      },
    },
    coverageAnalysis: "perTest",
    concurrency: availableParallelism(),
    // A busy machine is no endless loop.
    timeoutMS: 20_000,
    incremental: true,
    incrementalFile: `${folder}/${name}.incremental.json`,
    ignorePatterns: ["tsconfig.json", ".pulumi-local", "coverage", "dist"],
    tempDirName: `${folder}/sandbox`,
    reporters: ["progress-append-only", "html", "json"],
    htmlReporter: { fileName: `${folder}/${name}.html` },
    jsonReporter: { fileName: `${folder}/${name}.json` },
  };
}

interface Results {
  files: Record<string, { mutants: { status: string }[] }>;
}

function figures(file: string): string {
  const { files } = JSON.parse(readFileSync(file, "utf8")) as Results;
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: string[]) => states.filter((status) => wanted.includes(status)).length;
  const killed = count("Killed", "Timeout");
  const all = killed + count("Survived", "NoCoverage");
  return `${((killed / all) * 100).toFixed(1)} % of ${all} mutants killed, ${all - killed} survive`;
}

testMutation(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
