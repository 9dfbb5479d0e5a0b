// SPDX-License-Identifier: Apache-2.0
// `npm run test:cloud -- gcp`, as somebody types it, on a computer whose Google Cloud is the stand-in, and whose machines are an SSH
// server that says what a healthy host says.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fromSources, root } from "../../../tools/shared/places";
import { descendants } from "../../components/ephemeral/scratch-computer";
import { BakingGuest } from "../../components/gcp/baking-guest";
import { ScratchGoogle } from "../../components/gcp/scratch-google";

export class CloudComputer {
  readonly google = new ScratchGoogle();
  readonly guest = new BakingGuest(this.google.cloud);

  readonly out = join(this.google.folder, "results");

  async prepare(): Promise<void> {
    await this.google.prepare();
    await this.guest.listen(this.google.port);
    this.google.forgetCloud();
    this.guest.answer = () => "27.5.1\n";
  }

  start(...options: string[]): ChildProcess {
    const where = options.includes("--reap") ? [] : ["--project", "my-project", "--out", this.out];
    return this.node(join(root, "tools", "run.mjs"), "test-cloud", "gcp", ...where, ...options);
  }

  /** A program of ours, in TypeScript. */
  program(file: string): ChildProcess {
    return this.node("--require", fromSources, file);
  }

  private node(...args: string[]): ChildProcess {
    return spawn(process.execPath, args, { cwd: root, env: this.google.env, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** As if the time of a run's machines were over. */
  letTimePass(prefix: string): void {
    const folder = join(this.google.cloud, "instances");
    for (const name of this.google.in("instances").filter((one) => one.includes(`.${prefix}-`))) {
      const instance = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
      writeFileSync(join(folder, name), JSON.stringify({ ...instance, started: "2026-01-01T00:00:00Z" }));
    }
  }

  /** A machine that looks as ours do, of somebody else. */
  somebodyElses(): string {
    const folder = join(this.google.cloud, "instances");
    const [name = ""] = this.google.in("instances");
    const other = name.replace("killed-", "killed2-");
    writeFileSync(join(folder, other), readFileSync(join(folder, name), "utf8").replaceAll("killed-", "killed2-"));
    return other;
  }

  /** SIGKILL for all that was started, as the end of a computer would be; machines in a cloud run on. */
  kill(child: ChildProcess): void {
    for (const pid of descendants(child.pid ?? 0)) {
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        // The end of one may have ended another.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    }
  }

  /** What is known of runs that have left something. */
  records(): string[] {
    const folder = join(this.google.folder, "state", "pulumi-docker-host", "cloud-tests");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  remove(): void {
    this.guest.close();
    this.google.remove();
  }
}
