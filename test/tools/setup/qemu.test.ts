// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

jest.mock("../../../components/local/firmware", () => ({
  ...jest.requireActual<object>("../../../components/local/firmware"),
  armFirmware: jest.fn(),
}));

import { armFirmware } from "../../../components/local/firmware";
import { armPrograms, needsCd, qemuProgram, qemuSystem } from "../../../tools/setup/qemu";
import { root } from "../../../tools/shared/places";
import { ensurePrograms } from "../../../tools/setup/system-packages";

let folder: string;
const { platform } = process;
const onPlatform = (value: string) => Object.defineProperty(process, "platform", { value, configurable: true });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "qemu-"));
  jest.replaceProperty(process, "env", { ...process.env, PATH: folder });
  jest.mocked(armFirmware).mockReturnValue(undefined);
  jest.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(1000);
});
afterEach(() => {
  onPlatform(platform);
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const install = (name: string) => writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
const ensured = () => ensurePrograms(armPrograms, () => {});

test.each([
  ["apt-get", "sudo apt-get install --no-install-recommends qemu-efi-aarch64"],
  ["dnf", "sudo dnf install edk2-aarch64"],
])("a QEMU for Arm without firmware is not enough: %s", async (manager, command) => {
  for (const name of [manager, "qemu-system-aarch64", "qemu-img"]) install(name);
  await expect(ensured()).rejects.toThrow(
    `UEFI firmware for Arm machines: not installed, and only you may install it; type:\n  ${command}`,
  );
  jest.mocked(armFirmware).mockReturnValue("/firmware.fd");
  await expect(ensured()).resolves.toBeUndefined();
});

test("on a Mac, all of it is one package", async () => {
  onPlatform("darwin");
  await expect(ensured()).rejects.toThrow(/type:\n {2}brew install qemu$/);
});

test("the QEMU of Enterprise Linux, which is not on PATH, is taken where there is no other", () => {
  const el = join(folder, "libexec");
  expect(qemuProgram(el)).toBeUndefined();
  install("libexec");
  expect(qemuProgram(el)).toBe(el);
  install(qemuSystem);
  expect(qemuProgram(el)).toBe(qemuSystem);
});

test("it gets a CD, also where a link on PATH leads to it", () => {
  const el = join(folder, "libexec");
  expect(needsCd(el)).toBe(false);
  install("libexec");
  expect(needsCd(el)).toBe(true);
  symlinkSync(el, join(folder, qemuSystem));
  expect(needsCd(el)).toBe(true);
  rmSync(join(folder, qemuSystem));
  install(qemuSystem);
  expect(needsCd(el)).toBe(false);
});

test("it lies where machine.sh looks for it", () => {
  const place = /EL_QEMU:-(\S+)\}/.exec(readFileSync(join(root, "components", "local", "machine.sh"), "utf8"))?.[1];
  expect(readFileSync(join(root, "tools", "setup", "qemu.ts"), "utf8")).toContain(`elQemu = "${place}"`);
});
