// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { armFirmware, firmwarePlaces, systems, withoutFirmware } from "../../../components/local/firmware";

/** Where a computer's own packages put it, whatever QEMU it has. */
const packaged = systems.flatMap(({ files }) => files);

describe("the firmware of Arm machines is looked for", () => {
  test.each([
    ["Homebrew on Apple silicon", "/opt/homebrew"],
    ["Homebrew on Intel, or QEMU built by hand", "/usr/local"],
    ["MacPorts", "/opt/local"],
    ["a distribution", "/usr"],
  ])("beside the QEMU that is used first: %s", (_what, prefix) => {
    expect(firmwarePlaces(`${prefix}/bin/qemu-system-aarch64`)).toEqual([
      `${prefix}/share/qemu/edk2-aarch64-code.fd`,
      ...packaged,
    ]);
  });

  test("under the name by which that is found, which outlives an upgrade, and then behind its links", () => {
    const cellar = "/opt/homebrew/Cellar/qemu/10.1.0";
    expect(firmwarePlaces("/opt/homebrew/bin/qemu-system-aarch64", `${cellar}/bin/qemu-system-aarch64`)).toEqual([
      "/opt/homebrew/share/qemu/edk2-aarch64-code.fd",
      `${cellar}/share/qemu/edk2-aarch64-code.fd`,
      ...packaged,
    ]);
  });

  test("where packages put it, where there is no QEMU at all", () => {
    expect(firmwarePlaces()).toEqual(packaged);
  });

  test("and not among files for a flash drive, which can be in QEMU's own format", () => {
    expect(packaged.filter((file) => /pflash|qcow2/.test(file))).toEqual([]);
  });
});

describe("on this computer", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "firmware-")));
    jest.replaceProperty(process, "env", { ...process.env, PATH: join(folder, "bin") });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  function file(path: string): string {
    const place = join(folder, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, "");
    chmodSync(place, 0o755);
    return place;
  }

  test("it is the one beside the QEMU on PATH", () => {
    file("bin/qemu-system-aarch64");
    const own = file("share/qemu/edk2-aarch64-code.fd");
    expect(armFirmware()).toBe(own);
  });

  test("also where that is a link that leads elsewhere", () => {
    const program = file("store/qemu/bin/qemu-system-aarch64");
    const own = file("store/qemu/share/qemu/edk2-aarch64-code.fd");
    mkdirSync(join(folder, "bin"));
    symlinkSync(program, join(folder, "bin", "qemu-system-aarch64"));
    expect(armFirmware()).toBe(own);
  });

  test("it is the packages' own where there is no QEMU on PATH", () => {
    expect([undefined, ...packaged]).toContain(armFirmware());
  });
});

describe("where it is missing, it is said what to install", () => {
  test.each([
    ["Debian", "apt-get", "sudo apt-get install qemu-efi-aarch64"],
    ["Fedora", "dnf", "sudo dnf install edk2-aarch64"],
    ["Arch Linux", "pacman", "sudo pacman -S edk2-aarch64"],
    ["openSUSE", "zypper", "sudo zypper install qemu-uefi-aarch64"],
    ["Alpine", "apk", "sudo apk add aavmf"],
    ["a Mac", "brew", "brew install qemu"],
  ])("on %s", (_what, manager, command) => {
    expect(withoutFirmware((program) => program === manager)).toBe(
      `Arm machines start with UEFI firmware, and QEMU's is not on this computer; install it: ${command}`,
    );
  });

  test("on Linux with Homebrew beside it, by the system's own packages", () => {
    expect(withoutFirmware((program) => ["apt-get", "brew"].includes(program))).toMatch(/: sudo apt-get install/);
  });

  test("and in words elsewhere", () => {
    expect(withoutFirmware(() => false)).toBe(
      "Arm machines start with UEFI firmware, and QEMU's is not on this computer; install EDK2 for aarch64, which QEMU's own packages have",
    );
  });
});
