// SPDX-License-Identifier: Apache-2.0
import { realpathSync } from "node:fs";

import execa from "execa";

import { armFirmware, armQemu, systems } from "../../components/local/firmware";
import { onPath } from "../../components/ssh/on-path";
import type { Report } from "../shared/subprocess";
import { ensurePrograms, type Program } from "./system-packages";

const arm = process.arch === "arm64";
export const qemuSystem = arm ? armQemu : "qemu-system-x86_64";

/** The one of Enterprise Linux, for machines of its own processor. It is not on PATH. */
const elQemu = "/usr/libexec/qemu-kvm";

/** What runs machines of this computer's own processor, as components/local/machine.sh looks for it. */
export const qemuProgram = (el = elQemu) => [qemuSystem, el].find((program) => onPath(program) !== undefined);

/** Whether that is the one of Enterprise Linux, also where a link on PATH leads there: it shows no folder as a disk. */
export function needsCd(el = elQemu): boolean {
  const program = onPath(qemuProgram(el) ?? el);
  return program !== undefined && onPath(el) !== undefined && realpathSync(program) === realpathSync(el);
}

const packageOf = (wanted: string) => systems.find(({ manager }) => manager === wanted)?.firmware ?? "";

/** What starts the boot loader of an Arm machine's disk. */
const firmware: Program = {
  name: "UEFI firmware for Arm machines",
  isThere: () => armFirmware() !== undefined,
  ...{ apt: packageOf("apt-get"), dnf: packageOf("dnf"), brew: packageOf("brew") },
};

const qemuImg: Program = { name: "qemu-img", apt: "qemu-utils", dnf: "qemu-img", brew: "qemu" };

/** What Arm machines run in: on an Arm computer, and emulated on any other. */
export const armPrograms: Program[] = [
  { name: armQemu, apt: "qemu-system-arm", dnf: arm ? "qemu-kvm" : "qemu-system-aarch64-core", brew: "qemu" },
  firmware,
  qemuImg,
];

const own = { name: qemuSystem, isThere: () => qemuProgram() !== undefined };

/** With it, the QEMU of Enterprise Linux gets what others show from a folder. */
const cdMaker: Program = {
  name: "xorrisofs",
  isThere: () => !needsCd() || ["xorrisofs", "genisoimage", "mkisofs"].some((name) => onPath(name)),
  ...{ apt: "xorriso", dnf: "xorriso", brew: "xorriso" },
};

/** What a machine runs in, and what makes its disks. */
export const qemuPrograms: Program[] = arm
  ? [{ ...own, apt: "qemu-system-arm", dnf: "qemu-kvm", brew: "qemu" }, firmware, qemuImg, cdMaker]
  : [{ ...own, apt: "qemu-system-x86", dnf: "qemu-kvm", brew: "qemu" }, qemuImg, cdMaker];

/** QEMU, and what it says of its version. */
export async function ensureQemu(report: Report): Promise<string> {
  await ensurePrograms(qemuPrograms, report);
  const program = qemuProgram() ?? qemuSystem;
  const { stdout } = await execa(program, ["--version"]);
  return stdout.split("\n")[0] ?? program;
}
