// SPDX-License-Identifier: Apache-2.0
// A machine of components/local that can be kept at one moment, and copied from there.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

import { armFirmware } from "../../components/local/firmware";
import { freePort } from "../../components/ephemeral/free-port";
import type { TestMachines } from "../../tools/testing/machines";
import { root } from "../../tools/shared/places";

/** What tools/test-faults.ts has found out. */
export interface Setting extends TestMachines {
  /** The machines' folders lie in it; who made it removes it, also where the tests were interrupted. */
  directory: string;
  /** How many copies of the machine there shall be. */
  copies: number;
}

export class Machine {
  private constructor(
    private readonly setting: Setting,
    readonly directory: string,
    readonly port: number,
  ) {}

  static async create(setting: Setting, userData: string): Promise<Machine> {
    const machine = new Machine(setting, join(setting.directory, "verified"), await freePort());
    await machine.act("create", userData);
    return machine;
  }

  /** What the machine's kernel says. */
  get console(): string {
    return join(this.directory, "console.log");
  }

  /** Switches the machine off; its copies begin at this moment. */
  async keep(): Promise<void> {
    await this.monitor("savevm kept");
    await this.monitor("quit");
  }

  /** A machine of its own that was switched on at the kept moment. */
  async copy(name: string): Promise<Machine> {
    const copy = new Machine(this.setting, join(this.setting.directory, name), await freePort());
    mkdirSync(copy.directory);
    for (const part of ["disk.qcow2", "seed", "instance-id"])
      cpSync(join(this.directory, part), join(copy.directory, part), { recursive: true });
    const line = readFileSync(join(this.directory, "run"), "utf8")
      .replaceAll(this.directory, copy.directory)
      .replace(`tcp:127.0.0.1:${this.port}-`, `tcp:127.0.0.1:${copy.port}-`);
    writeFileSync(join(copy.directory, "run"), `${line} -loadvm kept`);
    await copy.act("start");
    return copy;
  }

  /** Puts a copy back to the kept moment. */
  async restore(): Promise<void> {
    await this.monitor("loadvm kept");
  }

  signal(name: "SIGSTOP" | "SIGCONT"): void {
    process.kill(Number(readFileSync(join(this.directory, "qemu.pid"), "utf8")), name);
  }

  async delete(): Promise<void> {
    await this.act("delete");
  }

  private async act(action: string, stdin = ""): Promise<void> {
    const { image, accelerator } = this.setting;
    const local = join(root, "components", "local");
    const env = {
      ...process.env,
      DIRECTORY: this.directory,
      NAME: "faults",
      QEMU: process.arch === "arm64" ? "qemu-system-aarch64" : "qemu-system-x86_64",
      MACHINE_TYPE: process.arch === "arm64" ? "virt" : "q35",
      FIRMWARE: armFirmware() ?? "",
      IMAGE_DISK: image.image.disk,
      IMAGE_KERNEL: image.image.kernel ?? "",
      IMAGE_INITRD: image.image.initrd ?? "",
      IMAGE_KERNEL_ARGS: image.image.kernelArgs ?? "",
      SSH_PORT: String(this.port),
      MEMORY_MIB: "2048",
      // Two emulated ones wait for each other forever where the moment was kept between a signal and its answer.
      CPUS: "1",
      DISK_GIB: "12",
      ACCELERATOR: accelerator,
      REPOSITORY_DIRECTORY: image.repositoryDirectory ?? "",
      SERVE_DIRECTORY: join(local, "serve-directory.mjs"),
      NODE: process.execPath,
      BOOTS: "1",
    };
    const running = promisify(execFile)("bash", [join(local, "machine.sh"), action], { env });
    running.child.stdin?.end(stdin);
    await running;
  }

  /** One command of QEMU's monitor. */
  private monitor(command: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(join(this.directory, "monitor.sock"));
      let [seen, sent] = ["", false];
      socket.on("data", (chunk: Buffer) => {
        seen += chunk.toString();
        const prompts = seen.split("(qemu) ").length - 1;
        // Its echo comes in pieces; a second `loadvm` would undo what the test has done since the first.
        if (prompts === 1 && !sent) {
          sent = true;
          socket.write(`${command}\n`);
        }
        if (prompts < 2) return;
        socket.end();
        const answer = seen.split("(qemu) ")[1] ?? "";
        if (/error/i.test(answer)) reject(new Error(answer));
      });
      socket.on("close", resolve).on("error", reject);
    });
  }
}
