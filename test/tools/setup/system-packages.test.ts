// SPDX-License-Identifier: Apache-2.0
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { askToInstall, ensurePrograms, missingPrograms } from "../../../tools/setup/system-packages";

const program = { name: "frobnicate", apt: "frobnicate-bin", dnf: "frobnicate-el", brew: "frob" };
const { PATH } = process.env;
let folder: string;
let uid: jest.SpyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "programs-"));
  process.env.PATH = folder;
  uid = jest.spyOn(process as { getuid: () => number }, "getuid");
});
afterEach(() => {
  process.env.PATH = PATH;
  uid.mockRestore();
  rmSync(folder, { recursive: true });
});

function install(name: string, text = ""): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

test("a program that is there is left alone", async () => {
  uid.mockReturnValue(1000);
  install("frobnicate");
  await ensurePrograms([program], () => {});
});

test.each([true, false])("what is no program on PATH says itself whether it is there: %s", (isThere) => {
  expect(missingPrograms([{ ...program, isThere: () => isThere }])).toHaveLength(isThere ? 0 : 1);
});

test.each([
  ["apt-get", "sudo apt-get install --no-install-recommends frobnicate-bin"],
  ["dnf", "sudo dnf install frobnicate-el"],
])("who is not root gets the one command to type, with %s", async (manager, command) => {
  uid.mockReturnValue(1000);
  install(manager);
  await expect(ensurePrograms([program], () => {})).rejects.toThrow(
    `frobnicate: not installed, and only you may install it; type:\n  ${command}`,
  );
});

test("root without apt-get gets it as well", async () => {
  uid.mockReturnValue(0);
  install("dnf");
  await expect(ensurePrograms([program], () => {})).rejects.toThrow("type:\n  dnf install frobnicate-el");
});

test("root with apt-get gets the missing ones installed, after the lists are fresh", async () => {
  uid.mockReturnValue(0);
  install("present");
  install("apt-get", `echo "$@" >>${folder}/log`);
  const present = { ...program, name: "present", apt: "present-bin" };
  await ensurePrograms([present, program], () => {});
  expect(readFileSync(join(folder, "log"), "utf8")).toBe(
    "update -q\ninstall -q -y --no-install-recommends frobnicate-bin\n",
  );
});

test("where nobody can be asked, nobody is: what is missing is installed later", async () => {
  uid.mockReturnValue(0);
  install("apt-get");
  expect(process.stdin.isTTY && process.stdout.isTTY).toBeFalsy();
  await expect(askToInstall([program])).resolves.toBeUndefined();
});

test("who may not install it is told before anything else is done", async () => {
  uid.mockReturnValue(1000);
  install("apt-get");
  await expect(askToInstall([program])).rejects.toThrow("type:\n  sudo apt-get install");
});
