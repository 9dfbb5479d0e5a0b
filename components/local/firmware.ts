// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";

/** Debian, Fedora, Arch Linux, and Homebrew on the two kinds of Mac. */
const places = [
  "/usr/share/AAVMF/AAVMF_CODE.fd",
  "/usr/share/edk2/aarch64/QEMU_EFI.fd",
  "/usr/share/edk2/aarch64/QEMU_CODE.fd",
  "/opt/homebrew/share/qemu/edk2-aarch64-code.fd",
  "/usr/local/share/qemu/edk2-aarch64-code.fd",
];

/** UEFI for Arm machines: without it QEMU's have none, and nothing starts a disk's boot loader. */
export function armFirmware(): string | undefined {
  return places.find((place) => existsSync(place));
}
