// SPDX-License-Identifier: Apache-2.0
import { utimesSync } from "node:fs";
import { join } from "node:path";

import { type Differences, runs, ScratchMachine, takenPort } from "./scratch-machine";

let machine: ScratchMachine | undefined;
afterEach(() => machine?.remove());

function refused(differences: Differences, stdin?: string) {
  machine = new ScratchMachine(differences);
  return { machine, ...machine.run("create", {}, stdin) };
}

describe("create that cannot succeed says why and leaves nothing behind", () => {
  test.each<[string, Differences, string]>([
    [
      "QEMU is missing",
      { commands: { "qemu-system-x86_64": null } },
      "qemu-system-x86_64 is not installed; install QEMU, for example: apt-get install qemu-system qemu-utils, or brew install qemu",
    ],
    [
      "qemu-img is missing",
      { commands: { "qemu-img": null } },
      "qemu-img is not installed; install it, for example: apt-get install qemu-utils, or brew install qemu",
    ],
    [
      "the image is not there",
      { settings: { IMAGE_DISK: "/nowhere/rocky.qcow2" } },
      "image file /nowhere/rocky.qcow2 cannot be read; check the image argument",
    ],
    [
      "the image is larger than the disk",
      { settings: { IMAGE_BYTES: String(30 * 2 ** 30 + 1), IMAGE_DISK: "/etc/passwd" } },
      "diskGiB is 20, and the image /etc/passwd has 31 GiB; a disk has at least the size of its image, so set diskGiB to that",
    ],
    [
      "the kernel is not there",
      { settings: { IMAGE_KERNEL: "/nowhere/vmlinuz" } },
      "image file /nowhere/vmlinuz cannot be read; check the image argument",
    ],
    [
      "the initrd is not there",
      { settings: { IMAGE_INITRD: "/nowhere/initrd" } },
      "image file /nowhere/initrd cannot be read; check the image argument",
    ],
    [
      "an Arm machine has no firmware",
      { settings: { MACHINE_TYPE: "virt", FIRMWARE: "/nowhere/uefi.fd" } },
      'there is no UEFI firmware for Arm machines at "/nowhere/uefi.fd"; install it',
    ],
    [
      "the disk is nearly full",
      { settings: { FREE_MIB: "3071" } },
      "DIRECTORY has 3071 MiB free, a machine needs at least 3072; free some space or choose another directory",
    ],
    [
      "QEMU does not start",
      { settings: { ACCELERATOR: "tcg", QEMU_SAYS: "Could not set up host forwarding rule" } },
      "QEMU did not start with accelerator tcg: Could not set up host forwarding rule",
    ],
    [
      "no accelerator works",
      { settings: { ACCELERATOR: "kvm:hvf", QEMU_ASSERTS: "kvm", QEMU_LACKS: "hvf" } },
      [
        "QEMU did not start with accelerator kvm: qemu-system-x86_64: error: failed to set MSR 0x10a to 0xa000000d140ced",
        "qemu-system-x86_64: kvm.c:3213: kvm_buf_set_msrs: Assertion `ret == cpu->kvm_msr_buf->nmsrs' failed.",
        "QEMU did not start with accelerator hvf: qemu-system-x86_64: -accel hvf: invalid accelerator hvf",
        'set accelerator: "tcg", which is slow and works everywhere',
      ].join("\n"),
    ],
    [
      "the disk cannot be made",
      { commands: { "qemu-img": "echo 'qemu-img: no space left' >&2; exit 1" } },
      "qemu-img: no space left",
    ],
  ])("%s", (_what, differences, message) => {
    const { machine: failed, code, stdout, stderr } = refused(differences);
    expect([code, stdout, stderr]).toEqual([1, "", `${message.replace("DIRECTORY", failed.directory)}\n`]);
    expect(failed.files()).toBeUndefined();
  });

  test("there is no user data", () => {
    const { machine: failed, ...ended } = refused({}, "");
    expect(ended).toEqual({ code: 1, stdout: "", stderr: "no user data on stdin\n" });
    expect(failed.files()).toBeUndefined();
  });

  test("the port is taken, while a free one is not", async () => {
    const { port, release } = await takenPort();
    const settings = { SSH_PORT: String(port) };
    const { machine: failed, ...ended } = refused({ settings });
    release();
    expect(ended).toEqual({
      code: 1,
      stdout: "",
      stderr: `port ${port} on 127.0.0.1 is taken by another program; end it, or choose another sshPort\n`,
    });
    expect(failed.files()).toBeUndefined();
    expect(failed.run("create").code).toBe(0);
  });

  test("but not what the user has in the same folder", () => {
    machine = new ScratchMachine({ commands: { "qemu-img": null } });
    machine.keep("thesis.txt", "the only copy");
    expect(machine.run("create").code).toBe(1);
    expect(machine.files()).toEqual(["thesis.txt"]);
  });

  test("nor the machine that was there before", () => {
    machine = new ScratchMachine();
    machine.succeed("create");
    const pid = machine.pid();
    expect(machine.run("create", { IMAGE_DISK: "/nowhere" }).code).toBe(1);
    expect(runs(pid)).toBe(false);
    expect(machine.files()).toBeUndefined();
  });
});

describe("start that cannot succeed", () => {
  test("is not tried where the machine has had its time and would power itself off again, and says the way on", () => {
    const one = (machine = new ScratchMachine());
    one.succeed("create");
    one.endFromOutside();
    const madeAgo = (minutes: number) => {
      const when = Date.now() / 1000 - minutes * 60;
      utimesSync(join(one.directory, "instance-id"), when, when);
    };
    madeAgo(62);
    expect(machine.run("start", { TTL_MINUTES: "60" })).toMatchObject({
      code: 1,
      stderr:
        'the machine has had its ttlMinutes, which are 60; take it away with "pulumi destroy", or change ttlMinutes, and another one takes its place\n',
    });
    expect(machine.succeed("boots")).toBe("2");
    madeAgo(58);
    machine.succeed("start", { TTL_MINUTES: "60", BOOTS: "2" });
    madeAgo(62);
    // One that runs ends by itself.
    machine.succeed("start", { TTL_MINUTES: "60", BOOTS: "2" });
  });

  test("says what QEMU says and keeps the disk", () => {
    machine = new ScratchMachine();
    machine.succeed("create");
    machine.endFromOutside();
    const { code, stderr } = machine.run("start", { ACCELERATOR: "tcg", QEMU_SAYS: "no more memory" });
    expect([code, stderr]).toEqual([1, "QEMU did not start with accelerator tcg: no more memory\n"]);
    expect(machine.files()).toContain("disk.qcow2");
    expect(machine.succeed("boots")).toBe("2");
  });
});
