// SPDX-License-Identifier: Apache-2.0
// UEFI for Arm machines: QEMU's `virt` has none of its own, and nothing else starts a disk's boot loader.
import { existsSync, realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { onPath } from "../ssh/on-path";

/** What Arm machines run in. */
export const armQemu = "qemu-system-aarch64";

/** QEMU's own copy, in the folder with its bin/: Homebrew, MacPorts, Nix and a QEMU that was built by hand have it. */
const besideQemu = "share/qemu/edk2-aarch64-code.fd";

interface System {
  /** The program by which such a system is known. */
  manager: string;
  install: string;
  /** The package. */
  firmware: string;
  /** Where the package puts it. Not the files for a flash drive alone, which Fedora has in QEMU's own format. */
  files: string[];
}

/** Linux can have Homebrew beside its own packages, so that is asked for last. */
export const systems: System[] = [
  {
    ...{ manager: "apt-get", install: "sudo apt-get install", firmware: "qemu-efi-aarch64" },
    files: ["/usr/share/qemu-efi-aarch64/QEMU_EFI.fd"],
  },
  {
    ...{ manager: "dnf", install: "sudo dnf install", firmware: "edk2-aarch64" },
    files: ["/usr/share/edk2/aarch64/QEMU_EFI.fd"],
  },
  {
    ...{ manager: "pacman", install: "sudo pacman -S", firmware: "edk2-aarch64" },
    files: ["/usr/share/edk2/aarch64/QEMU_CODE.fd", "/usr/share/edk2-armvirt/aarch64/QEMU_EFI.fd"],
  },
  {
    ...{ manager: "zypper", install: "sudo zypper install", firmware: "qemu-uefi-aarch64" },
    files: ["/usr/share/qemu/qemu-uefi-aarch64.bin"],
  },
  {
    // Newer releases of Debian have it there as well.
    ...{ manager: "apk", install: "sudo apk add", firmware: "aavmf" },
    files: ["/usr/share/AAVMF/QEMU_EFI.fd"],
  },
  { manager: "brew", install: "brew install", firmware: "qemu", files: [] },
];

/**
 * Where it may lie, in the order to look. Beside the QEMU that is used comes first, by the name under which that was found:
 * behind Homebrew's links is the folder of one version, which an upgrade takes away.
 */
export function firmwarePlaces(qemu?: string, linkedTo = qemu): string[] {
  const beside = [...new Set([qemu, linkedTo])].flatMap((program) =>
    program === undefined ? [] : resolve(dirname(dirname(program)), besideQemu),
  );
  return [...beside, ...systems.flatMap(({ files }) => files)];
}

/** The one of this computer. */
export function armFirmware(): string | undefined {
  const qemu = onPath(armQemu);
  return firmwarePlaces(qemu, qemu && realpathSync(qemu)).find((place) => existsSync(place));
}

/** What to do on a computer where it is missing and where these programs are. */
export function withoutFirmware(
  has: (program: string) => boolean = (program) => onPath(program) !== undefined,
): string {
  const system = systems.find(({ manager }) => has(manager));
  return (
    "Arm machines start with UEFI firmware, and QEMU's is not on this computer; " +
    (system
      ? `install it: ${system.install} ${system.firmware}`
      : "install EDK2 for aarch64, which QEMU's own packages have")
  );
}
