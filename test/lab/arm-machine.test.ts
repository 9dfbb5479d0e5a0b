// SPDX-License-Identifier: Apache-2.0
// An Arm machine as LocalDockerHost makes it, emulated where this computer is none: from its firmware up to the image's kernel.
// What comes behind that is the same on all processors, and is not shown here.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { freePort } from "../../components/ephemeral/free-port";
import { actOn, consoleOf, type LocalMachine } from "../../tools/testing/local-machine";
import { ensureArmDisk } from "./arm-disk";

let folder: string;
let machine: LocalMachine;

beforeAll(async () => {
  const disk = await ensureArmDisk(() => undefined);
  folder = mkdtempSync(join(tmpdir(), "arm-"));
  machine = {
    ...{ directory: join(folder, "machine"), name: "arm", arch: "arm64", cpus: 2, port: await freePort() },
    ...{ image: { image: { name: "a disk of Arm", disk } }, accelerator: "tcg,thread=multi" },
  };
});
afterAll(async () => {
  // Neither is there where the disk could not be made.
  if ((machine as LocalMachine | undefined) === undefined) return;
  await actOn(machine, "delete");
  rmSync(folder, { recursive: true });
});

/** Waits until the machine has said this, and then for what else it says. */
async function said(what: RegExp): Promise<string> {
  for (;;) {
    const text = existsSync(consoleOf(machine)) ? readFileSync(consoleOf(machine), "utf8") : "";
    if (what.test(text)) return text;
    await pause(200);
  }
}

test("its firmware starts the disk's boot loader, and that a kernel that finds the console by itself", async () => {
  await actOn(machine, "create", "#cloud-config\n");
  const text = await said(/Kernel panic - not syncing/);
  // In this order. The second is what the search for an accelerator waits for.
  expect(text).toMatch(/the firmware has started GRUB[^]*Linux version [^]*VFS: Unable to mount root fs/);
  expect(text).toMatch(/smp: Brought up 1 node, 2 CPUs/);
  // Its command line names a console that such a machine has not.
  expect(text).toMatch(/Kernel command line: .* console=ttyS0[^]*console \[ttyAMA0\] enabled/);
});
