// SPDX-License-Identifier: Apache-2.0
// machine.sh as the local command runs it, with a QEMU that is only a process. What a real QEMU makes of the command
// line is not shown here: the laboratory boots one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Commands, scratchPath } from "../scratch-path";

const script = join(__dirname, "..", "..", "..", "components", "local", "machine.sh");
const tools = ["awk", "bash", "cat", "cksum", "find", "mkdir", "mv", "od", "ps", "rm", "rmdir", "sleep", "tr"];

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** How a machine differs from the plain one. */
export interface Differences {
  /** Name of its folder. */
  folder?: string;
  commands?: Commands;
  settings?: Record<string, string>;
}

export const userData = "#cloud-config\nusers: []\n";

export class ScratchMachine {
  readonly scratch = mkdtempSync(join(tmpdir(), "machine-"));
  readonly directory: string;
  readonly environment: Record<string, string>;

  constructor({ folder = "web", commands = {}, settings = {} }: Differences = {}) {
    this.directory = join(this.scratch, folder);
    const image = join(this.scratch, "image.qcow2");
    writeFileSync(image, "");
    this.environment = {
      PATH: scratchPath(join(this.scratch, "bin"), tools, join(__dirname, "shims"), commands),
      QEMU_ARGUMENTS: join(this.scratch, "arguments"),
      DIRECTORY: this.directory,
      NAME: "web",
      TITLE: "project-stack-web",
      QEMU: "qemu-system-x86_64",
      MACHINE_TYPE: "q35",
      IMAGE_DISK: image,
      IMAGE_KERNEL: "",
      IMAGE_INITRD: "",
      IMAGE_KERNEL_ARGS: "",
      // 1 needs a privilege and is a service of long ago: nobody listens there.
      SSH_PORT: "1",
      MEMORY_MIB: "2048",
      CPUS: "2",
      DISK_GIB: "20",
      ACCELERATOR: "kvm:hvf:tcg",
      REPOSITORY_DIRECTORY: "",
      SERVE_DIRECTORY: "/package/serve-directory.mjs",
      NODE: "/usr/bin/node",
      BOOTS: "1",
      ...settings,
    };
  }

  run(action: string, settings: Record<string, string> = {}, stdin: string | Buffer = userData): Ended {
    const env = { ...this.environment, ...settings };
    const { status, stdout, stderr } = spawnSync("bash", [script, action], { env, input: stdin, encoding: "utf8" });
    return { code: status, stdout, stderr };
  }

  /** Where nothing is expected to fail: what is said on stdout. */
  succeed(action: string, settings: Record<string, string> = {}, stdin: string | Buffer = userData): string {
    const { code, stdout, stderr } = this.run(action, settings, stdin);
    if (code !== 0 || stderr !== "") throw new Error(`${action} ended with ${code}: ${stderr}`);
    return stdout.replace(/\n$/, "");
  }

  read(file: string): string {
    return readFileSync(join(this.directory, file), "utf8");
  }

  /** Names of what is in the machine's folder; undefined where there is no folder. */
  files(): string[] | undefined {
    return existsSync(this.directory) ? readdirSync(this.directory).sort() : undefined;
  }

  pid(): number {
    return Number(this.read("qemu.pid"));
  }

  /** Ends the machine as its user or the computer may: with that it has not ended yet, so it is waited for. */
  endFromOutside(): void {
    const pid = this.pid();
    process.kill(pid, "SIGKILL");
    while (runs(pid));
  }

  /** What the machine was last started with. */
  arguments(): string[] {
    return readFileSync(join(this.scratch, "arguments"), "utf8").split("\0").slice(0, -1);
  }

  /** Puts something of the user's own into the machine's folder. */
  keep(file: string, text: string): void {
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(join(this.directory, file), text);
  }

  remove(): void {
    this.run("delete");
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

/** Ended processes that nobody has waited for yet do not count. */
export function runs(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-p", String(pid), "-o", "stat="], { encoding: "utf8" });
  return /^[^Z]/.test(stdout.trim());
}

/** A server of somebody else's on a port of 127.0.0.1. */
export async function takenPort(): Promise<{ port: number; release: () => void }> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { port: address.port, release: () => server.close() };
}
