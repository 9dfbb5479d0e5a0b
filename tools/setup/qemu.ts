// SPDX-License-Identifier: Apache-2.0
import execa from "execa";

import type { Report } from "../shared/subprocess";
import { ensurePrograms } from "./system-packages";

const arm = process.arch === "arm64";
export const qemuSystem = arm ? "qemu-system-aarch64" : "qemu-system-x86_64";

/** What a machine runs in, and what makes its disk. */
export const qemuPrograms = [
  {
    name: qemuSystem,
    apt: arm ? "qemu-system-arm qemu-efi-aarch64" : "qemu-system-x86",
    dnf: "qemu-kvm",
    brew: "qemu",
  },
  { name: "qemu-img", apt: "qemu-utils", dnf: "qemu-img", brew: "qemu" },
];

/** QEMU, and what it says of its version. */
export async function ensureQemu(report: Report): Promise<string> {
  await ensurePrograms(qemuPrograms, report);
  const { stdout } = await execa(qemuSystem, ["--version"]);
  return stdout.split("\n")[0] ?? qemuSystem;
}
