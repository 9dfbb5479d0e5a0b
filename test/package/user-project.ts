// SPDX-License-Identifier: Apache-2.0
// An empty project on a computer with a registry, into which somebody installs the tarball.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../../tools/shared/places";
import { finish } from "../child-process";
import { environmentOfAPerson } from "../person";
import { node, pack } from "./packed";

const { version: typescript } = JSON.parse(
  readFileSync(join(root, "node_modules", "typescript", "package.json"), "utf8"),
) as { version: string };

export class UserProject {
  private constructor(readonly directory: string) {}

  /** With the oldest Pulumi SDK that package.json allows. */
  static async start(oldestSdk: string): Promise<UserProject> {
    const { tarball } = pack();
    const directory = mkdtempSync(join(tmpdir(), "user-project-"));
    writeFileSync(join(directory, "package.json"), '{ "name": "user", "private": true }');
    const packages = [tarball, `@pulumi/pulumi@${oldestSdk}`, `typescript@${typescript}`, "@types/node@24"];
    const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    execFileSync("npm", ["install", ...quiet, ...packages], {
      cwd: directory,
      env: environmentOfAPerson(),
      stdio: "pipe",
    });
    cpSync(join(__dirname, "programs"), directory, { recursive: true });
    return Promise.resolve(new UserProject(directory));
  }

  /** Runs the package's command as npm has linked it; what it wrote on stdout and stderr, and its status. */
  command(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const program = join(this.directory, "node_modules", ".bin", "pulumi-docker-host");
    return spawnSync(program, args, { cwd: this.directory, env: environmentOfAPerson(), encoding: "utf8" });
  }

  /** As if `npm install` had brought it, in this clone's version. */
  link(name: string): void {
    symlinkSync(join(root, "node_modules", name), join(this.directory, "node_modules", name));
  }

  /** Runs Node; links stand for the folders that they lead to. */
  node(...args: string[]): string {
    return node(["--preserve-symlinks", "--preserve-symlinks-main", ...args], this.directory);
  }

  /** Starts the policy pack in the package as the language host does, and ends it; the port at which it has answered. */
  async policyPack(): Promise<string> {
    const modules = join(this.directory, "node_modules");
    const pack = join(modules, "pulumi-docker-host", "policies");
    const runner = join(modules, "@pulumi", "pulumi", "cmd", "run-policy-pack");
    const args = ["--preserve-symlinks", "--preserve-symlinks-main", join(runner, "index.js"), "127.0.0.1:1", pack];
    const child = spawn(process.execPath, args, {
      cwd: pack,
      env: { ...environmentOfAPerson(), TMPDIR: this.directory },
    });
    // The port is its first line, and then it serves without end.
    child.stdout.once("data", () => child.kill());
    const { output } = await finish(child);
    const port = /^\d+$/m.exec(output)?.[0];
    if (port === undefined) throw new Error(output);
    return port;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  compile(program: string, ...options: string[]): string {
    const strict = ["--noEmit", "--strict", "--target", "es2022", "--types", "node", "--preserveSymlinks"];
    const tsc = join("node_modules", "typescript", "bin", "tsc");
    return node([tsc, ...strict, ...options, program], this.directory);
  }
}
