// SPDX-License-Identifier: Apache-2.0
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { root } from "../../../tools/shared/places";
import type { ScratchComputer } from "../../components/ephemeral/scratch-computer";
import { show } from "../fresh-clone";

const jestBin = join(root, "node_modules", "jest", "bin", "jest.js");
const config = JSON.stringify({
  rootDir: root,
  testMatch: ["<rootDir>/test/e2e/throw-away/suite.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
});

/** Starts suite.ts as somebody's own run of jest and shows what it says under this name: it takes minutes. */
export function startSuite(computer: ScratchComputer, name: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = computer.startNode([jestBin, "--config", config], env);
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface(stream).on("line", (line) => show(`${name} | ${line}`));
  return child;
}
