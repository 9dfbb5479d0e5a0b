// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import type { Report } from "./subprocess";
import { ensurePrograms } from "./system-packages";

const arm = process.arch === "arm64";
export const qemuSystem = arm ? "qemu-system-aarch64" : "qemu-system-x86_64";

/** QEMU, and what it says of its version. */
export async function ensureQemu(report: Report): Promise<string> {
  const system = {
    name: qemuSystem,
    apt: arm ? "qemu-system-arm qemu-efi-aarch64" : "qemu-system-x86",
    dnf: "qemu-kvm",
    brew: "qemu",
  };
  const image = { name: "qemu-img", apt: "qemu-utils", dnf: "qemu-img", brew: "qemu" };
  await ensurePrograms([system, image], report);
  return spawnSync(qemuSystem, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0] ?? qemuSystem;
}
