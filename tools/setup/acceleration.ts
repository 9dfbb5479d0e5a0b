// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import execa from "execa";

import { armFirmware } from "../../components/local/firmware";
import { cache } from "../shared/places";
import type { Report } from "../shared/subprocess";
import type { GuestImage } from "./guest-image";
import { qemuProgram, qemuSystem } from "./qemu";

const candidates: Partial<Record<NodeJS.Platform, { name: string; device?: string }>> = {
  linux: { name: "kvm", device: "/dev/kvm" },
  darwin: { name: "hvf" },
};
/** Under acceleration a kernel talks within a second or two; one that has not in this time never will. */
const patience = 20_000;

/**
 * The accelerator that boots this image: `kvm`, `hvf`, or `tcg,thread=multi` (software emulation). /dev/kvm may exist,
 * open and even run a processor, and still not boot a distribution's kernel (nested virtualisation), so one is booted.
 * The answer is kept for this kernel and image.
 */
export async function ensureAcceleration(image: GuestImage["image"], report: Report): Promise<string> {
  const answer = join(cache, "acceleration", `${release()}-${basename(image.disk)}-${image.name.replace(/\W+/g, "-")}`);
  if (existsSync(answer)) return readFileSync(answer, "utf8");
  const candidate = candidates[process.platform];
  const fast =
    candidate && (!candidate.device || existsSync(candidate.device)) && (await boots(candidate.name, image, report));
  const chosen = fast ? candidate.name : "tcg,thread=multi";
  mkdirSync(join(cache, "acceleration"), { recursive: true });
  writeFileSync(answer, chosen);
  return chosen;
}

/** What starts a disk's boot loader, where QEMU's machine does not bring it. */
function firmware(): string[] {
  const file = process.arch === "arm64" ? armFirmware() : undefined;
  return file === undefined ? [] : ["-bios", file];
}

async function boots(accelerator: string, image: GuestImage["image"], report: Report): Promise<boolean> {
  report(`trying to boot with ${accelerator}`);
  const folder = mkdtempSync(join(tmpdir(), "docker-host-probe-"));
  const console_ = join(folder, "console.log");
  const direct = image.kernel
    ? ["-kernel", image.kernel, "-initrd", image.initrd ?? "", "-append", "console=ttyS0"]
    : firmware();
  const machine = process.arch === "arm64" ? "virt" : "q35";
  const args = [
    "-machine",
    machine,
    "-accel",
    accelerator,
    "-cpu",
    "max",
    "-m",
    "1024",
    "-snapshot",
    "-display",
    "none",
  ]
    .concat([
      "-serial",
      `file:${console_}`,
      "-drive",
      `file=${image.disk.replaceAll(",", ",,")},if=virtio,format=qcow2`,
    ])
    .concat(["-nic", "none"], direct);
  // execa ends it as well where somebody ends this program.
  const qemu = qemuProgram() ?? qemuSystem;
  const child = execa(qemu, args, { stdio: "ignore", timeout: patience, killSignal: "SIGKILL", reject: false });
  const ended = child.then(() => true);
  let booted = false;
  while (!booted && !(await Promise.race([ended, pause(300).then(() => false)]))) {
    booted = existsSync(console_) && /Linux version|Run \/init|systemd\[1\]/.test(readFileSync(console_, "utf8"));
  }
  child.kill("SIGKILL");
  await ended;
  rmSync(folder, { recursive: true, force: true });
  return booted;
}
