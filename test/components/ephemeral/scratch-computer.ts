// SPDX-License-Identifier: Apache-2.0
// A home, a folder for temporary files and a PATH for programs that use throw-away hosts; what they leave behind is seen.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

import type { EphemeralOptions } from "../../../components/ephemeral";
import { rockyImages } from "../../../components/local/image";
import { ensurePulumi } from "../../../tools/setup/pulumi";
import { fromSources } from "../../../tools/shared/places";

const modules = join(__dirname, "..", "..", "..", "node_modules");
const localShims = join(__dirname, "..", "..", "components", "local", "shims");

export interface Said {
  status: number | null;
  /** What the program said on stdout, one value per line. */
  values: Record<string, unknown>[];
  stderr: string;
}

/** What Node, tsx, jest and Testcontainers keep for the next time. */
const othersOwn = /node-compile-cache|tsx-\d+$|jest_|testcontainers-node-\d+\.lock$/;

export class ScratchComputer {
  readonly directory = mkdtempSync(join(tmpdir(), "scratch-computer-"));
  private readonly temporary = join(this.directory, "tmp");
  private path: string[] = [];
  /** What the programs ask for. */
  options: EphemeralOptions = { target: "local", bake: false, args: { health: { ssh: 20, total: 60 } } };

  constructor(private readonly machines: "real" | "servers" = "servers") {}

  async prepare(): Promise<void> {
    mkdirSync(this.temporary);
    // The default image, as a file that no server looks into.
    const images = join(this.directory, "cache", "pulumi-docker-host", "images");
    mkdirSync(images, { recursive: true });
    for (const { file, bytes } of Object.values(rockyImages)) {
      writeFileSync(join(images, file), "");
      truncateSync(join(images, file), bytes); // it takes no space
    }
    this.path = (await ensurePulumi(() => {})).path;
  }

  start(program: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return this.startNode([join(__dirname, "caller.ts"), ...program], env);
  }

  startNode(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const { PULUMI_CONFIG_PASSPHRASE: _, PULUMI_CONFIG_PASSPHRASE_FILE: _file, ...others } = process.env;
    const shims = this.machines === "servers" ? [join(__dirname, "shims"), localShims] : [];
    return spawn(join(modules, ".bin", "node"), args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...others,
        PATH: [...shims, ...this.path, process.env.PATH ?? ""].join(delimiter),
        NODE_OPTIONS: `--require ${fromSources}`,
        TMPDIR: this.temporary,
        XDG_STATE_HOME: this.directory,
        XDG_CACHE_HOME: join(this.directory, "cache"),
        PULUMI_HOME: join(this.directory, "pulumi-home"),
        PULUMI_BACKEND_URL: "",
        SSH_AUTH_SOCK: "",
        OPTIONS: JSON.stringify(this.options),
        ...env,
      },
    });
  }

  run(program: string[], env?: NodeJS.ProcessEnv): Promise<Said> {
    return ended(this.start(program, env));
  }

  /** Processes that have something of this computer in their command line or folder, and what lies about. */
  leftovers(): string[] {
    const processes = execFileSync("ps", ["-ww", "-eo", "pid,args"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(this.directory));
    const stacks = join(this.directory, "pulumi-docker-host", "ephemeral-backend", "state", ".pulumi", "stacks");
    const files = [this.temporary, join(this.directory, "pulumi-docker-host", "ephemeral"), join(stacks, "ephemeral")]
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      // The engine keeps the state of a stack that was removed as a backup.
      .filter((file) => !/\.bak(\.attrs)?$/.test(file) && !othersOwn.test(file));
    return [...processes, ...files];
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** The end of the program, and of whatever holds its stderr. */
export async function ended(child: ChildProcess): Promise<Said> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  if (child.stdout) createInterface(child.stdout).on("line", (line) => stdout.push(line));
  if (child.stderr) createInterface(child.stderr).on("line", (line) => stderr.push(line));
  const [status] = (await once(child, "close")) as [number | null];
  return {
    status,
    values: stdout.map((line) => JSON.parse(line) as Record<string, unknown>),
    stderr: stderr.join("\n"),
  };
}

/** The process and all that it has started, without what was detached from it by a double fork, as the machine is. */
export function descendants(pid: number): number[] {
  const lines = execFileSync("ps", ["-e", "-o", "pid=", "-o", "ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

/** A process that was killed leaves its folder for temporary files, which the computer clears. */
export const notScratch = (leftover: string): boolean => !/\/tmp\/ephemeral-\w+$/.test(leftover);
