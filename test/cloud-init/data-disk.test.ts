// SPDX-License-Identifier: Apache-2.0
import type { CloudConfigValue } from "../../cloud-init";
import { mountDataDisk, mountedFolder } from "../../cloud-init/data-disk";
import { guestScript, shortened } from "../../cloud-init/guest-script";

const command = ["bash", "-c", shortened(guestScript("mount-data-disk.sh")), "mount-data-disk", "/data"];

test("a data disk is mounted by one boot command, which is told the device where that is known", () => {
  expect(mountDataDisk("/data")).toStrictEqual({ bootcmd: [command] });
  expect(mountDataDisk("/data", "/dev/sdf")).toEqual({ bootcmd: [[...command, "/dev/sdf"]] });
});

test.each<[string, CloudConfigValue | undefined, string | undefined]>([
  ["ours", [command], "/data"],
  ["ours among others", ["date", ["bash", "-c", "true", "other", "/other"], command], "/data"],
  ["others", ["date", ["bash", "-c", "true", "other", "/other"]], undefined],
  ["ours, cut off", [command.slice(0, 4)], undefined],
  ["ours, with something else for a folder", [[...command.slice(0, 4), 7]], undefined],
  ["no list", "date", undefined],
  ["nothing", undefined, undefined],
])("where the boot commands are %s, the folder is read from them", (_what, bootcmd, folder) => {
  expect(mountedFolder(bootcmd)).toBe(folder);
});
