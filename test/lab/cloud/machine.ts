// SPDX-License-Identifier: Apache-2.0
// One QEMU machine in one folder, with a metadata service. The folder holds everything that the machine is: disk,
// command line, which ports are forwarded. A machine outlives the provider that has started it.
import { spawn } from "node:child_process";
import {
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { disks, plug } from "./disk";
import { qemuImg } from "./qemu-img";
import { exclusive } from "./exclusive";
import { labImage } from "./image";
import { commandLine, type MachineSettings } from "./command-line";
import { monitor, tell } from "./monitor";

export type { MachineSettings } from "./command-line";

/** `host:port` of this computer leads to the same port of the guest. */
export interface Forward {
  host: string;
  port: number;
}

/**
 * A new machine, switched on, from the laboratory's image or from a copy of the disk of another machine, which is then its
 * own: that one may be gone the next moment. What cannot be started leaves nothing.
 */
export async function createMachine(directory: string, settings: MachineSettings, copied?: string): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    const disk = join(directory, "disk.qcow2");
    if (copied === undefined) {
      await qemuImg(..."create -q -f qcow2 -F qcow2 -b".split(" "), labImage().disk, disk, `${settings.diskGiB}G`);
    } else {
      await copyFile(copied, disk, constants.COPYFILE_FICLONE);
      await qemuImg("resize", "-q", disk, `${settings.diskGiB}G`);
    }
    writeFileSync(join(directory, "settings.json"), JSON.stringify(settings));
    await startMachine(directory);
  } catch (error) {
    await deleteMachine(directory);
    throw error;
  }
}

/** For the next start. */
export function changeSettings(directory: string, changes: Partial<MachineSettings>): void {
  const file = join(directory, "settings.json");
  const settings = JSON.parse(readFileSync(file, "utf8")) as MachineSettings;
  writeFileSync(file, JSON.stringify({ ...settings, ...changes }));
}

/** Switches a machine on that is off, with the forwards that it had. */
export function startMachine(directory: string): Promise<void> {
  return exclusive(directory, async () => {
    if (isRunning(directory)) return;
    const settings = JSON.parse(readFileSync(join(directory, "settings.json"), "utf8")) as MachineSettings;
    const [program = "", ...args] = commandLine(directory, settings);
    const log = join(directory, "start.log");
    // The daemon keeps its descriptors open, so they must not be the pipes of whoever called us.
    await detached(program, args, directory, log);
    await tell(directory, forwards(directory).map(add));
    for (const disk of disks(directory)) await plug(directory, disk);
  });
}

async function detached(program: string, args: string[], cwd: string, log: string): Promise<void> {
  const file = openSync(log, "w");
  const child = spawn(program, args, { cwd, env: process.env, stdio: ["ignore", file, file] });
  const status = await new Promise<number | string | null>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(code ?? signal));
  });
  if (status !== 0) throw new Error(`QEMU did not start (${status}): ${readFileSync(log, "utf8").trim()}`);
}

/** The pid alone may by now belong to another process, so its command line must name our folder. */
export function runningPid(directory: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(directory, "qemu.pid"), "utf8"));
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return line.includes(join(directory, "qemu.pid")) ? pid : undefined;
  } catch {
    return undefined;
  }
}

export function isRunning(directory: string): boolean {
  return runningPid(directory) !== undefined;
}

/** Presses the power button, and pulls the plug after a while: a guest that is still booting does not listen. */
export function stopMachine(directory: string, seconds = 60): Promise<void> {
  return exclusive(directory, async () => {
    if (isRunning(directory)) await monitor(directory, [["system_powerdown"]]).catch(() => {});
    await ended(directory, seconds);
    await pullPlug(directory);
  });
}

export function deleteMachine(directory: string): Promise<void> {
  return exclusive(directory, async () => {
    await pullPlug(directory);
    discardMachine(directory);
  });
}

/** Of a machine that has ended. The last one takes the folder of machines along. */
export function discardMachine(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  const machines = dirname(directory);
  if (existsSync(machines) && readdirSync(machines).length === 0) rmdirSync(machines);
}

async function pullPlug(directory: string): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const pid = runningPid(directory);
    if (pid === undefined) return;
    process.kill(pid, signal);
    await ended(directory, 10);
  }
}

async function ended(directory: string, seconds: number): Promise<void> {
  for (let tries = 0; tries < seconds * 10 && isRunning(directory); tries++) await pause(100);
}

/** Copies the disk of a machine that is off. It goes on lying on the laboratory's image, where that is larger. */
export async function copyDisk(directory: string, file: string): Promise<void> {
  if (isRunning(directory)) throw new Error(`the disk in ${directory} is being written to`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  await copyFile(join(directory, "disk.qcow2"), file, constants.COPYFILE_FICLONE);
}

/** Opens and closes ports of this computer until exactly these lead into the guest. */
export function setForwards(directory: string, wanted: Forward[]): Promise<void> {
  return exclusive(directory, async () => {
    if (!existsSync(directory)) return;
    const now = forwards(directory);
    const missing = wanted.filter((one) => !now.some((other) => key(one) === key(other)));
    const surplus = now.filter((one) => !wanted.some((other) => key(one) === key(other)));
    if (isRunning(directory)) await tell(directory, [...surplus.map(remove), ...missing.map(add)]);
    writeFileSync(join(directory, "forwards.json"), JSON.stringify(wanted));
  });
}

export function forwards(directory: string): Forward[] {
  const file = join(directory, "forwards.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Forward[]) : [];
}

const key = ({ host, port }: Forward) => `${host}:${port}`;
const add = ({ host, port }: Forward) => `hostfwd_add net0 tcp:${host}:${port}-:${port}`;
const remove = ({ host, port }: Forward) => `hostfwd_remove net0 tcp:${host}:${port}`;
