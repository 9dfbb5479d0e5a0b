// SPDX-License-Identifier: Apache-2.0
// Machines of the clouds, with stand-ins for QEMU: that real ones boot is shown by the end-to-end tests.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { contains, isCanonical, overlaps, parseCidr } from "./cloud/cidr";
import { plugDisk, unplugDisk } from "./cloud/disk";
import {
  createMachine,
  deleteMachine,
  type Forward,
  forwards,
  isRunning,
  runningPid,
  setForwards,
  startMachine,
  stopMachine,
} from "./cloud/machine";
import { ScratchCloud } from "./cloud/scratch-cloud";

let cloud: ScratchCloud;
let folder: string;

const settings = {
  ...{ name: "web", cpus: 2, memoryMiB: 1024, diskGiB: 30, metadata: "/lab/it's, here.mjs", mac: "02:00:00:00:00:01" },
  smbios: { uuid: "ec2", product: "t3.small" },
};
const ssh: Forward = { host: "127.9.9.9", port: 22 };
const web: Forward = { host: "127.9.9.9", port: 80 };
const told = () => cloud.told("m");
const line = () => readFileSync(`/proc/${runningPid(folder) ?? ""}/cmdline`, "utf8").split("\0");

beforeEach(() => {
  cloud = new ScratchCloud();
  folder = join(cloud.path, "machines", "m");
});
afterEach(() => cloud.remove());

test("a machine runs from its folder, with the settings given", async () => {
  await createMachine(folder, settings);
  expect(isRunning(folder)).toBe(true);
  expect(readFileSync(join(folder, "disk.qcow2"), "utf8")).toContain("-b /images/root.qcow2");
  expect(line()).toEqual(expect.arrayContaining(["type=1,uuid=ec2,product=t3.small", "-smp", "1024", "tcg"]));
  if (process.arch !== "arm64") expect(line()).toContain("max,-erms,-fsrm");
  const net = line().find((word) => word.startsWith("user,id=net0")) ?? "";
  // Commas are QEMU's, quotes are those of the shell rules by which it takes the command apart.
  expect(net).toContain("guestfwd=tcp:169.254.169.254:80-cmd:");
  expect(net).toContain(`'/lab/it'\\''s,, here.mjs'`);
});

test("one that cannot start leaves nothing, and its reason is told", async () => {
  process.env.QEMU_SAYS = "qemu: no such accelerator";
  await expect(createMachine(folder, settings)).rejects.toThrow("QEMU did not start (1): qemu: no such accelerator");
  expect(existsSync(folder)).toBe(false);
});

test("without an image nothing is made", async () => {
  delete process.env.PULUMI_LAB_IMAGE;
  await expect(createMachine(folder, settings)).rejects.toThrow(/PULUMI_LAB_IMAGE must say what .* boot, as JSON/);
  expect(existsSync(folder)).toBe(false);
});

test("ports open and close while it runs, and are open again after the next start", async () => {
  await createMachine(folder, settings);
  await setForwards(folder, [ssh]);
  await setForwards(folder, [ssh, web]);
  await setForwards(folder, [web]);
  expect(told()).toEqual([
    "hostfwd_add net0 tcp:127.9.9.9:22-:22",
    "hostfwd_add net0 tcp:127.9.9.9:80-:80",
    "hostfwd_remove net0 tcp:127.9.9.9:22",
  ]);
  await cloud.powerOff("m");
  await startMachine(folder);
  expect(told().slice(3)).toEqual(["hostfwd_add net0 tcp:127.9.9.9:80-:80"]);
});

test("ports of a machine that is off are opened by its start", async () => {
  await createMachine(folder, settings);
  await cloud.powerOff("m");
  await setForwards(folder, [ssh]);
  expect(told()).toEqual([]);
  await startMachine(folder);
  expect(told()).toEqual(["hostfwd_add net0 tcp:127.9.9.9:22-:22"]);
});

test("a port that QEMU cannot open is an error and not kept as open", async () => {
  process.env.HOSTFWD_SAYS = "Could not set up host forwarding rule";
  await createMachine(folder, settings);
  await expect(setForwards(folder, [ssh])).rejects.toThrow("Could not set up host forwarding rule");
  expect(forwards(folder)).toEqual([]);
});

test("what is asked at once is done one after the other", async () => {
  await createMachine(folder, settings);
  await Promise.all([setForwards(folder, [ssh]), setForwards(folder, []), setForwards(folder, [web])]);
  expect(told().map((command) => command.split(" ")[0])).toEqual(["hostfwd_add", "hostfwd_remove", "hostfwd_add"]);
});

test("disks come and go while it runs, and are there after the next start", async () => {
  const disk = { id: "vol-1", file: "/volumes/vol-1.qcow2", serial: "vol1", driver: "nvme" };
  await createMachine(folder, settings);
  await plugDisk(folder, disk, true);
  await plugDisk(folder, { ...disk, id: "vol-2" }, true);
  expect(
    told()
      .filter((command) => command.includes("device_add"))
      .map((command) => /slot\d/.exec(command)?.[0]),
  ).toEqual(["slot0", "slot1"]);
  await unplugDisk(folder, "vol-1", true);
  expect(told().slice(-2).join()).toMatch(/device_del.*vol-1-d.*blockdev-del.*vol-1/);
  await cloud.powerOff("m");
  await startMachine(folder);
  expect(told().at(-1)).toMatch(/device_add.*vol-2-d.*slot1/);
});

test("the power button ends a machine, which stays where it is", async () => {
  await createMachine(folder, settings);
  await stopMachine(folder);
  expect(told().at(-1)).toContain("system_powerdown");
  expect(isRunning(folder)).toBe(false);
  expect(existsSync(join(folder, "disk.qcow2"))).toBe(true);
});

test("deletion ends what runs and leaves nothing, however often", async () => {
  await createMachine(folder, settings);
  const pid = runningPid(folder);
  await deleteMachine(folder);
  expect(existsSync(folder)).toBe(false);
  // Who has ended may still be listed where nobody asks how.
  const file = `/proc/${pid ?? ""}/cmdline`;
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe("");
  await deleteMachine(folder);
});

test("a process that has got the pid since is let alone", async () => {
  await createMachine(folder, settings);
  await cloud.powerOff("m");
  writeFileSync(join(folder, "qemu.pid"), String(process.pid));
  expect(isRunning(folder)).toBe(false);
  await deleteMachine(folder);
});

test.each([
  ["10.0.0.0/8", "10.255.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["127.0.0.1/32", "127.0.0.1", true],
  ["127.0.0.1/32", "127.0.0.2", false],
  ["128.0.0.0/1", "200.1.2.3", true],
  ["::/0", "127.0.0.1", false],
  ["", "127.0.0.1", false],
])("%s lets in %s: %s", (cidr, address, expected) => {
  expect(contains(cidr, address)).toBe(expected);
});

test("networks are read strictly", () => {
  for (const wrong of [
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.256/8",
    "010.0.0.0/8",
    "10.0.0.0/08",
    "a/8",
    "1.2.3.4/8/8",
  ])
    expect([wrong, parseCidr(wrong)]).toEqual([wrong, undefined]);
  expect([isCanonical("10.0.0.0/8"), isCanonical("10.0.0.1/8"), isCanonical("10.0.0.1/32")]).toEqual([
    true,
    false,
    true,
  ]);
  expect([overlaps("10.0.0.0/8", "10.1.0.0/16"), overlaps("10.1.0.0/16", "10.0.0.0/8")]).toEqual([true, true]);
  expect(overlaps("10.1.0.0/16", "10.2.0.0/16")).toBe(false);
});
