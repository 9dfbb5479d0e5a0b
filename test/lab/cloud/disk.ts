// SPDX-License-Identifier: Apache-2.0
// Disks that are plugged into a machine while it runs, and are there again when it is switched on the next time.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { slots } from "./command-line";
import { exclusive } from "./exclusive";
import { monitor } from "./monitor";

export interface Disk {
  /** Names it towards QEMU: letters, digits and hyphens, at most 28. */
  id: string;
  /** A qcow2 file. */
  file: string;
  /** What the guest sees as serial number, at most 20 characters. */
  serial: string;
  /** QEMU's device: `nvme` or `virtio-blk-pci`. */
  driver: string;
}

type Plugged = Disk & { slot: number };

export function disks(directory: string): Plugged[] {
  const file = join(directory, "disks.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Plugged[]) : [];
}

function keep(directory: string, list: Plugged[]): void {
  writeFileSync(join(directory, "disks.json"), JSON.stringify(list));
}

export function plugDisk(directory: string, disk: Disk, running: boolean): Promise<void> {
  return exclusive(directory, async () => {
    const now = disks(directory);
    if (now.some(({ id }) => id === disk.id)) return;
    const slot = Array.from({ length: slots }, (_, index) => index).find(
      (one) => !now.some((other) => other.slot === one),
    );
    if (slot === undefined) throw new Error(`the laboratory's machines take ${slots} disks beside their own`);
    if (running) await plug(directory, { ...disk, slot });
    keep(directory, [...now, { ...disk, slot }]);
  });
}

/** Into a machine that runs. */
export async function plug(directory: string, { id, file, serial, driver, slot }: Plugged): Promise<void> {
  await monitor(directory, [
    ["blockdev-add", { driver: "qcow2", "node-name": id, file: { driver: "file", filename: file } }],
    ["device_add", { driver, id: `${id}-d`, drive: id, serial, bus: `slot${slot}` }],
  ]);
}

export function unplugDisk(directory: string, id: string, running: boolean): Promise<void> {
  return exclusive(directory, async () => {
    const now = disks(directory);
    if (!now.some((disk) => disk.id === id)) return;
    if (running) await unplug(directory, id);
    keep(
      directory,
      now.filter((disk) => disk.id !== id),
    );
  });
}

/** The guest has to let go of the device, which one that is still booting does only later. */
async function unplug(directory: string, id: string): Promise<void> {
  await monitor(directory, [["device_del", { id: `${id}-d` }]]);
  for (let tries = 1; ; tries++) {
    try {
      await monitor(directory, [["blockdev-del", { "node-name": id }]]);
      return;
    } catch (error) {
      if (tries === 60) throw error;
      await pause(500);
    }
  }
}
