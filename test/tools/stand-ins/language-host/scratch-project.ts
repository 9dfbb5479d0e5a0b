// SPDX-License-Identifier: Apache-2.0
// A project in a folder of its own, with its own state and Pulumi home, run by the real CLI with the stand-ins on PATH.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { root, standIns } from "../../../../tools/shared/places";
import { finish, type Result } from "../../../child-process";
import { environmentOfAPerson } from "../../../person";

export class ScratchProject {
  readonly directory = mkdtempSync(join(tmpdir(), "pulumi-lab-"));

  constructor(
    private readonly cli: string,
    program: string,
  ) {
    symlinkSync(join(root, "node_modules"), join(this.directory, "node_modules"));
    mkdirSync(join(this.directory, "state"));
    writeFileSync(
      join(this.directory, "package.json"),
      JSON.stringify({ name: "scratch", version: "0.0.0", main: "index.ts" }),
    );
    writeFileSync(join(this.directory, "Pulumi.yaml"), "name: scratch\nruntime: nodejs\n");
    writeFileSync(join(this.directory, "index.ts"), program);
    this.checkTypes(false);
  }

  /**
   * Whether each run checks the types, as it does where there is no tsconfig.json. That takes longer than the run, so that
   * people whose editor does it write down that Pulumi need not; then swc can read the program, in a third of the time.
   */
  checkTypes(yes: boolean): void {
    const file = join(this.directory, "tsconfig.json");
    if (yes) rmSync(file, { force: true });
    else writeFileSync(file, '{ "compilerOptions": { "noCheck": true }, "ts-node": { "swc": true } }');
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

/** The CLI in a project's folder, which also holds the state and Pulumi's home; with the stand-ins on PATH. */
export function runCli(cli: string, directory: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  return finish(startCli(cli, directory, args, env));
}

function startCli(cli: string, directory: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const plugins = ["language-host", "command-provider"].map((name) => join(standIns, name));
  const person = environmentOfAPerson();
  return spawn(cli, [...args, "--non-interactive", "--color", "never"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...person,
      PATH: [...plugins, person.PATH].join(delimiter),
      PULUMI_LAB_NODE: process.execPath,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "scratch",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      SSH_AUTH_SOCK: "",
      ...env,
    },
  });
}
