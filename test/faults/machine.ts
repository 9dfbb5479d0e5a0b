// SPDX-License-Identifier: Apache-2.0
// A machine of components/local that can be kept at one moment, and copied from there.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

import { freePort } from "../../components/ephemeral/free-port";
import { actOn } from "../../tools/testing/local-machine";
import type { TestMachines } from "../../tools/testing/machines";

/** What tools/testing/faults.ts has found out. */
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

  private async act(action: "create" | "start" | "delete", userData?: string): Promise<void> {
    const { directory, port } = this;
    // Two emulated ones wait for each other forever where the moment was kept between a signal and its answer.
    await actOn({ ...this.setting, directory, port, name: "faults", cpus: 1 }, action, userData);
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
