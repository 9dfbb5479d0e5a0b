// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { has, type Report, run } from "./subprocess";

const packages = ["qemu-utils", process.arch === "arm64" ? "qemu-system-arm" : "qemu-system-x86"];
export const qemuSystem = process.arch === "arm64" ? "qemu-system-aarch64" : "qemu-system-x86_64";

/** QEMU on PATH; installed where that needs nobody's password, else the command to type is the error. */
export async function ensureQemu(report: Report): Promise<string> {
  if (!found()) {
    const command = installCommand();
    if (process.getuid?.() !== 0 || !command.startsWith("apt-get")) {
      throw new Error(`QEMU is not installed and only root may install it; type:\n  ${command}`);
    }
    report(`installing ${packages.join(" and ")}`);
    await run("apt-get", ["update", "-q"], report);
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], report);
  }
  return spawnSync(qemuSystem, ["--version"], { encoding: "utf8" }).stdout.split("\n")[0] ?? qemuSystem;
}

function found(): boolean {
  return [qemuSystem, "qemu-img"].every((program) => has(program));
}

function installCommand(): string {
  if (process.platform === "darwin") return "brew install qemu";
  if (has("apt-get"))
    return `${process.getuid?.() === 0 ? "" : "sudo "}apt-get install --no-install-recommends ${packages.join(" ")}`;
  if (has("dnf")) return "sudo dnf install qemu-kvm qemu-img";
  return "install QEMU 7 or newer with your system's package manager";
}
