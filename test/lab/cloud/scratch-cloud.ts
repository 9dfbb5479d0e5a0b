// SPDX-License-Identifier: Apache-2.0
// A cloud in a folder of its own, whose machines are the stand-ins for QEMU in `shims`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { runningPid } from "./machine";

const usual = { ...process.env };

export class ScratchCloud {
  readonly path = mkdtempSync(join(tmpdir(), "cloud-"));

  constructor() {
    process.env.PULUMI_LAB_CLOUD = this.path;
    process.env.PULUMI_LAB_IMAGE = JSON.stringify({ disk: "/images/root.qcow2", accelerator: "tcg" });
    process.env.PATH = [join(__dirname, "shims"), dirname(process.execPath), usual.PATH].join(delimiter);
  }

  put(file: string, content: unknown = ""): void {
    writeFileSync(join(this.path, file), JSON.stringify(content));
  }

  text(file: string): string {
    return readFileSync(join(this.path, file), "utf8");
  }

  private machines(): string[] {
    const folder = join(this.path, "machines");
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  }

  /** What QEMU was told since the machine was made. */
  told(id: string): string[] {
    const file = join(this.path, "machines", id, "monitor.log");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  file(id: string, name: string): string {
    return join(this.path, "machines", id, name);
  }

  isRunning(id: string): boolean {
    return runningPid(join(this.path, "machines", id)) !== undefined;
  }

  /** As a guest that switches itself off. */
  async powerOff(id: string): Promise<void> {
    const folder = join(this.path, "machines", id);
    const pid = runningPid(folder);
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    while (runningPid(folder) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Files that are there, but for those of machines. */
  left(): string[] {
    return readdirSync(this.path, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.startsWith("machines/"))
      .sort();
  }

  async remove(): Promise<void> {
    for (const folder of this.machines()) {
      const pid = runningPid(folder);
      if (pid !== undefined) process.kill(pid, "SIGKILL");
      while (runningPid(folder) !== undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    rmSync(this.path, { recursive: true, force: true });
    process.env = { ...usual };
  }
}
