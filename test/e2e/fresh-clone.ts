// SPDX-License-Identifier: Apache-2.0
// The project as somebody gets it, in a folder of its own, used by the commands of its README. Beside node_modules it
// shares nothing with the clone that runs the tests.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";

import type { HealthReport } from "../../components/health/report";
import { finish, type Result } from "../child-process";
import { copyClone } from "../clone-copy";
import { environmentOfAPerson } from "../person";

/** Shows a line as it comes, because these tests take minutes; the name says whose, because they run side by side. */
export function show(line: string): void {
  const { testPath = "" } = expect.getState();
  process.stderr.write(`    ${basename(testPath, ".test.ts")} | ${line}\n`);
}

/** The laboratory's guests have neither SELinux nor a time service, and no image to pull was asked for. */
export const skippedInLaboratory = [
  ["selinux", "skip"],
  ["clock", "skip"],
  ["smoke", "skip"],
];

/** Names and statuses of the probes that did not pass. */
export function notPassed({ probes }: HealthReport): string[][] {
  return probes.filter(({ status }) => status !== "pass").map(({ probe, status }) => [probe, status]);
}

export class FreshClone {
  readonly directory = mkdtempSync(join(tmpdir(), "docker-host-e2e-"));
  readonly local = join(this.directory, ".pulumi-local");
  readonly machine = join(this.local, "machines", "docker-host");

  constructor() {
    copyClone(this.directory);
  }

  /** Runs a command in the clone and shows what it says. */
  start(command: string, ...args: string[]): ChildProcess {
    const child = spawn(command, args, { ...this.asAPerson(), detached: true });
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", show);
    return child;
  }

  run(command: string, ...args: string[]): Promise<Result> {
    return finish(this.start(command, ...args));
  }

  /** Runs a command whose answer may hold secrets and shows nothing of it. */
  read(command: string, ...args: string[]): Promise<Result> {
    return finish(spawn(command, args, this.asAPerson()));
  }

  private asAPerson() {
    const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
    return { cwd: this.directory, env: environmentOfAPerson(), stdio };
  }

  /** A line of shell after `source .pulumi-local/env`, as the last lines of `npm start` say. */
  shell(line: string): Promise<Result> {
    return this.run("bash", "-c", `source .pulumi-local/env && ${line}`);
  }

  /** A command on the host, as the last lines of `npm start` say. */
  ssh(command: string): Promise<Result> {
    return this.run("ssh", "-F", ".pulumi-local/ssh/config", "127.0.0.1", command);
  }

  /** What the last successful check found. */
  async health(): Promise<HealthReport> {
    return JSON.parse(
      (await this.shell("pulumi stack output health --json --show-secrets -s start")).output,
    ) as HealthReport;
  }

  /** The number in a file that the machine or the engine has written. */
  pid(): number {
    return Number(readFileSync(join(this.machine, "qemu.pid"), "utf8"));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
