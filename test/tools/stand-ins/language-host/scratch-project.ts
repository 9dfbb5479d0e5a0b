// SPDX-License-Identifier: Apache-2.0
// A project in a folder of its own, with its own state and Pulumi home, run by the real CLI with the stand-ins on PATH.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { root, standIns } from "../../../../tools/places";
import { finish, type Result } from "../../../child-process";

export class ScratchProject {
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-lab-"));

  constructor(
    private readonly cli: string,
    program: string,
  ) {
    symlinkSync(join(root, "node_modules"), join(this.directory, "node_modules"));
    writeCompilerOptions(this.directory);
    mkdirSync(join(this.directory, "state"));
    writeFileSync(
      join(this.directory, "package.json"),
      JSON.stringify({ name: "scratch", version: "0.0.0", main: "index.ts" }),
    );
    writeFileSync(join(this.directory, "Pulumi.yaml"), "name: scratch\nruntime: nodejs\n");
    writeFileSync(join(this.directory, "index.ts"), program);
  }

  start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return startCli(this.cli, this.directory, args, env);
  }

  async run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return finish(this.start(args, env));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The clone's, but the program is read by swc, which takes a third of the time: `npm test` has checked its types. */
export function writeCompilerOptions(directory: string): void {
  const options = { extends: join(root, "tsconfig.json"), "ts-node": { swc: true } };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(options));
}

/** The CLI in a project's folder, which also holds the state and Pulumi's home; with the stand-ins on PATH. */
export function runCli(cli: string, directory: string, args: string[]): Promise<Result> {
  return finish(startCli(cli, directory, args, {}));
}

function startCli(cli: string, directory: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const plugins = ["language-host", "command-provider"].map((name) => join(standIns, name));
  return spawn(cli, [...args, "--non-interactive", "--color", "never"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: [...plugins, process.env.PATH ?? ""].join(delimiter),
      PULUMI_LAB_NODE: process.execPath,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "scratch",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      SSH_AUTH_SOCK: "",
      // Of the test runner, which means nothing to the program.
      NODE_OPTIONS: "",
      ...env,
    },
  });
}
