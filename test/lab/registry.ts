// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { builtOnce } from "../../tools/setup/built-once";
import { contentHash } from "../../tools/setup/guest-image";
import { cache } from "../../tools/shared/places";
import type { Report } from "../../tools/shared/subprocess";

const recipe = join(__dirname, "registry");

/** A registry of images on this computer, with TLS by an authority of its own and users with passwords. */
export class LabRegistry {
  private constructor(
    private readonly program: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(report: Report, users: Record<string, string>): Promise<LabRegistry> {
    const program = await ensureRegistry(report);
    const folder = mkdtempSync(join(tmpdir(), "registry-"));
    writeFileSync(join(folder, "htpasswd"), lines(program, users));
    const child = spawn(program, [folder], { stdio: "ignore" });
    const registry = new LabRegistry(program, folder, child);
    while (!existsSync(join(folder, "address"))) {
      if (child.exitCode !== null) throw new Error(`the registry ended with status ${child.exitCode}`);
      await pause(50);
    }
    return registry;
  }

  get port(): number {
    return Number(readFileSync(join(this.folder, "address"), "utf8").split(":").at(-1));
  }

  /** The authority, in PEM form. It answers for 127.0.0.1 and for the addresses by which the laboratory's machines reach this computer. */
  get certificate(): string {
    return readFileSync(join(this.folder, "ca.pem"), "utf8");
  }

  /** From now on these are the users, by their passwords. */
  setUsers(users: Record<string, string>): void {
    writeFileSync(join(this.folder, "htpasswd"), lines(this.program, users));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill();
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

function lines(program: string, users: Record<string, string>): string {
  const hash = (password: string) => execFileSync(program, ["hash"], { input: password, encoding: "utf8" });
  return Object.entries(users)
    .map(([name, password]) => `${name}:${hash(password)}\n`)
    .join("");
}

/** Built once for each content of its recipe. It needs Go. */
const ensureRegistry = (report: Report) =>
  builtOnce(join(cache, "registry", contentHash(recipe)), ["bash", join(recipe, "build.sh")], report);
