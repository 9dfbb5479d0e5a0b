// SPDX-License-Identifier: Apache-2.0
import execa from "execa";

import { armFirmware, armQemu, systems } from "../../components/local/firmware";
import type { Report } from "../shared/subprocess";
import { ensurePrograms, type Program } from "./system-packages";

const arm = process.arch === "arm64";
export const qemuSystem = arm ? armQemu : "qemu-system-x86_64";

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

/** What a machine runs in, and what makes its disk. */
export const qemuPrograms: Program[] = arm
  ? armPrograms
  : [{ name: qemuSystem, apt: "qemu-system-x86", dnf: "qemu-kvm", brew: "qemu" }, qemuImg];

/** QEMU, and what it says of its version. */
export async function ensureQemu(report: Report): Promise<string> {
  await ensurePrograms(qemuPrograms, report);
  const { stdout } = await execa(qemuSystem, ["--version"]);
  return stdout.split("\n")[0] ?? qemuSystem;
}
