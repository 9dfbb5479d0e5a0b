// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { hardwareAddress, segmentOf, segmentSettings } from "../../../components/local/private-network";
import { runs, ScratchMachine, userData } from "./scratch-machine";

let machine: ScratchMachine;
beforeEach(() => (machine = new ScratchMachine()));
afterEach(() => machine.remove());

const made = ["boots", "disk.qcow2", "instance-id", "qemu.pid", "run", "seed", "start.log"];

describe("an image that was made on this computer", () => {
  function image(name: string) {
    const folder = join(machine.scratch, "baked", name);
    const users = join(folder, "used-by");
    mkdirSync(users, { recursive: true });
    writeFileSync(join(folder, "disk.qcow2"), "");
    const usedBy = () => readdirSync(users).map((file) => readFileSync(join(users, file), "utf8"));
    return { settings: { IMAGE_DISK: join(folder, "disk.qcow2") }, usedBy };
  }

  test("is used by its machine, until that is deleted, or made from another image", () => {
    const [first, second] = [image("first"), image("second")];
    machine.succeed("create", first.settings);
    expect(first.usedBy()).toEqual([machine.directory]);
    machine.succeed("create", second.settings);
    expect([first.usedBy(), second.usedBy()]).toEqual([[], [machine.directory]]);
    machine.succeed("delete");
    expect([second.usedBy(), machine.files()]).toEqual([[], undefined]);
  });
});

describe("create", () => {
  test("makes disk and seed, starts QEMU and says the instance id", () => {
    const instance = machine.succeed("create");
    expect(instance).toMatch(/^web-[0-9a-f]{16}$/);
    expect(machine.files()).toEqual(made);
    expect(machine.read("disk.qcow2")).toBe(`size 20G, on top of ${join(machine.scratch, "image.qcow2")}\n`);
    expect(JSON.parse(machine.read("seed/meta-data"))).toEqual({ "instance-id": instance, "local-hostname": "web" });
    expect(machine.read("boots")).toBe("1\n");
    expect(runs(machine.pid())).toBe(true);
  });

  test("starts QEMU with these arguments", () => {
    machine.succeed("create");
    expect(machine.arguments()).toEqual([
      ...["-name", "project-stack-web", "-machine", "q35", "-cpu", "max", "-smp", "2", "-m", "2048"],
      ...[
        "-drive",
        `file=${machine.directory}/disk.qcow2,if=virtio,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap`,
      ],
      "-drive",
      `if=virtio,format=raw,readonly=on,file.driver=vvfat,file.dir=${machine.directory}/seed,file.label=cidata`,
      ...["-netdev", "user,id=net0,hostfwd=tcp:127.0.0.1:1-:22", "-device", "virtio-net-pci,netdev=net0"],
      ...["-device", "virtio-rng-pci", "-display", "none", "-serial", "file:console.log"],
      ...["-monitor", "unix:monitor.sock,server,nowait", "-pidfile", `${machine.directory}/qemu.pid`, "-daemonize"],
      ...["-accel", "kvm"],
    ]);
  });

  test("in a private network, has a second interface there, and the guest is told of both by their hardware addresses", () => {
    machine.succeed("create", segmentSettings("10.70.0.11/24", "lan"));
    const line = machine.arguments();
    const mac = hardwareAddress("10.70.0.11/24");
    expect(line).toEqual(expect.arrayContaining(["virtio-net-pci,netdev=net0,mac=52:54:00:12:34:56"]));
    const second = ["-netdev", `socket,id=net1,mcast=${segmentOf("lan")},localaddr=127.0.0.1`];
    expect(line.join(" ")).toContain([...second, "-device", `virtio-net-pci,netdev=net1,mac=${mac}`].join(" "));
    expect(parse(machine.read("seed/network-config"))).toEqual({
      version: 2,
      ethernets: {
        eth0: { match: { macaddress: "52:54:00:12:34:56" }, "set-name": "eth0", dhcp4: true },
        eth1: { match: { macaddress: mac }, "set-name": "eth1", addresses: ["10.70.0.11/24"] },
      },
    });
  });

  test("without one, the seed has no network configuration, also where the machine before had one", () => {
    machine.succeed("create", segmentSettings("10.70.0.11/24", "lan"));
    machine.succeed("create");
    expect(readdirSync(join(machine.directory, "seed")).sort()).toEqual(["meta-data", "user-data"]);
  });

  test.each([
    ["cannot be initialised", { QEMU_LACKS: "kvm hvf" }],
    [
      "ends QEMU after it was chosen, as /dev/kvm does where it is there and does not work",
      { QEMU_ASSERTS: "kvm hvf" },
    ],
  ])("takes the next accelerator where one %s", (_what, settings) => {
    machine.succeed("create", settings);
    expect(machine.arguments().slice(-4)).toEqual(["-accel", "tcg", "-cpu", "max,-erms,-fsrm"]);
    expect(runs(machine.pid())).toBe(true);
  });

  test.each([
    ["1", "tcg", "tcg,thread=single"],
    ["1", "tcg,thread=multi", "tcg,thread=single"],
    ["1", "tcg,tb-size=64", "tcg,tb-size=64"],
    ["11", "tcg", "tcg"],
    ["1", "kvm", "kvm"],
  ])("with %s processors, %s is started as %s", (CPUS, ACCELERATOR, accelerator) => {
    machine.succeed("create", { CPUS, ACCELERATOR });
    const copying = ACCELERATOR === "kvm" ? [] : ["-cpu", "max,-erms,-fsrm"];
    expect(machine.arguments().slice(machine.arguments().indexOf("-accel"))).toEqual([
      "-accel",
      accelerator,
      ...copying,
    ]);
  });

  test("boots a kernel directly where one is given, and shows the folder of packages", () => {
    const image = join(machine.scratch, "image.qcow2");
    machine.succeed("create", {
      IMAGE_KERNEL: image,
      IMAGE_INITRD: image,
      IMAGE_KERNEL_ARGS: "root=/dev/vda quiet",
      REPOSITORY_DIRECTORY: "/srv/a b",
    });
    expect(machine.arguments().slice(-8)).toEqual([
      "-kernel",
      image,
      "-initrd",
      image,
      "-append",
      "root=/dev/vda quiet",
      ...["-accel", "kvm"],
    ]);
    expect(machine.arguments()).toContain(
      "user,id=net0,hostfwd=tcp:127.0.0.1:1-:22," +
        String.raw`guestfwd=tcp:10.0.2.100:80-cmd:/usr/bin/node /package/serve-directory.mjs /srv/a\ b`,
    );
  });

  test("gives an Arm machine the firmware that starts a disk's boot loader, and none beside a kernel", () => {
    const image = join(machine.scratch, "image.qcow2");
    const arm = { MACHINE_TYPE: "virt", FIRMWARE: image };
    machine.succeed("create", arm);
    expect(machine.arguments().slice(-4)).toEqual(["-bios", image, "-accel", "kvm"]);
    machine.endFromOutside();
    machine.succeed("start", { ...arm, FIRMWARE: "/moved.fd" });
    expect(machine.arguments().slice(-4)).toEqual(["-bios", "/moved.fd", "-accel", "kvm"]);
    machine.endFromOutside();
    machine.succeed("start", { ...arm, ACCELERATOR: "tcg,thread=multi" });
    expect(machine.arguments().slice(-4)).toEqual(["-accel", "tcg,thread=multi", "-cpu", "max,pauth-impdef=on"]);
    machine.succeed("create", { ...arm, FIRMWARE: "", IMAGE_KERNEL: image, IMAGE_INITRD: image });
    expect(machine.arguments()).not.toContain("-bios");
  });

  test("hands over the user data byte for byte, and to nobody else on this computer", () => {
    const bytes = Buffer.from([...Array(256).keys(), 0, 10, 13, 10, 10]);
    machine.succeed("create", {}, bytes);
    const file = join(machine.directory, "seed", "user-data");
    expect(readFileSync(file)).toEqual(bytes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(machine.directory).mode & 0o777).toBe(0o700);
  });

  test("a second time makes a new machine in place of the old one", () => {
    const [first, firstPid] = [machine.succeed("create"), machine.pid()];
    const second = machine.succeed("create", {}, "#cloud-config\n{}\n");
    expect(second).not.toBe(first);
    expect(machine.read("seed/user-data")).toBe("#cloud-config\n{}\n");
    expect([runs(firstPid), runs(machine.pid())]).toEqual([false, true]);
  });

  test("follows a creation that was cut short", () => {
    machine.keep("run.new", "half a comma");
    machine.keep("qemu.pid", "");
    machine.succeed("create");
    expect(machine.files()).toEqual(made);
  });
});

describe("start", () => {
  test("leaves a machine that runs as it is", () => {
    const [instance, pid] = [machine.succeed("create"), machine.pid()];
    expect([machine.succeed("start"), machine.succeed("start")]).toEqual([instance, instance]);
    expect(machine.pid()).toBe(pid);
    expect(runs(pid)).toBe(true);
  });

  test("brings back a machine that was ended from outside, with its disk and its name", () => {
    const [instance, pid] = [machine.succeed("create"), machine.pid()];
    const [disk, settings] = [machine.read("disk.qcow2"), machine.arguments()];
    machine.endFromOutside();
    expect(machine.succeed("start", { BOOTS: "2" })).toBe(instance);
    expect(machine.pid()).not.toBe(pid);
    expect(runs(machine.pid())).toBe(true);
    expect([machine.read("disk.qcow2"), machine.arguments()]).toEqual([disk, settings]);
    expect(machine.read("seed/user-data")).toBe(userData);
  });

  test("finds the image where it lies by now", () => {
    machine.succeed("create");
    machine.endFromOutside();
    const image = "/cache of another/image.qcow2";
    machine.succeed("start", { IMAGE_DISK: image });
    expect(machine.read("disk.qcow2")).toBe(`size 20G, on top of ${image}\n`);
  });

  test("says so where there is no machine", () => {
    const stderr = `there is no machine in ${machine.directory}; create it first\n`;
    expect(machine.run("start")).toEqual({ code: 1, stdout: "", stderr });
  });
});

describe("boots", () => {
  test("is the number of times that the machine will have been started, however often one asks", () => {
    const asked = () => [machine.succeed("boots"), machine.succeed("boots")];
    expect(asked()).toEqual(["1", "1"]);
    machine.succeed("create");
    expect(asked()).toEqual(["1", "1"]);
    machine.endFromOutside();
    expect(asked()).toEqual(["2", "2"]);
    machine.succeed("start", { BOOTS: "2" });
    expect(asked()).toEqual(["2", "2"]);
    machine.endFromOutside();
    expect(asked()).toEqual(["3", "3"]);
    machine.succeed("delete");
    expect(asked()).toEqual(["1", "1"]);
  });
});

describe("delete", () => {
  test("ends the machine and removes its folder, and may be repeated", () => {
    machine.succeed("create");
    const pid = machine.pid();
    for (const _time of [1, 2]) {
      expect(machine.succeed("delete")).toBe("");
      expect(machine.files()).toBeUndefined();
    }
    expect(runs(pid)).toBe(false);
  });

  test("ends a machine that hangs", () => {
    machine.remove();
    machine = new ScratchMachine({ commands: { sleep: "" } });
    machine.succeed("create", { QEMU_HEEDS_NOTHING: "1" });
    const pid = machine.pid();
    machine.succeed("delete");
    expect([runs(pid), machine.files()]).toEqual([false, undefined]);
  });

  test("removes a machine that was ended from outside", () => {
    machine.succeed("create");
    machine.endFromOutside();
    machine.succeed("delete");
    expect(machine.files()).toBeUndefined();
  });

  test("leaves what the user has in the same folder", () => {
    machine.keep("thesis.txt", "the only copy");
    machine.succeed("create");
    machine.succeed("delete");
    expect(machine.files()).toEqual(["thesis.txt"]);
    expect(machine.read("thesis.txt")).toBe("the only copy");
  });

  test("in the package's own folder takes the folders of stack and project along, with the last machine in them", () => {
    const state = join(machine.scratch, "state");
    const project = join(state, "pulumi-docker-host", "project");
    const at = (...path: string[]) => ({ XDG_STATE_HOME: state, DIRECTORY: join(project, ...path) });
    for (const path of [
      ["dev", "web"],
      ["dev", "build"],
      ["test", "web"],
    ])
      machine.succeed("create", at(...path));
    machine.succeed("delete", at("dev", "web"));
    expect(readdirSync(join(project, "dev"))).toEqual(["build"]);
    machine.succeed("delete", at("dev", "build"));
    expect(readdirSync(project)).toEqual(["test"]);
    machine.succeed("delete", at("test", "web"));
    expect(readdirSync(state)).toEqual([]);
  });

  test("leaves the folders above one that the user chose", () => {
    const own = join(machine.scratch, "own");
    machine.succeed("create", { DIRECTORY: join(own, "web") });
    machine.succeed("delete", { DIRECTORY: join(own, "web") });
    expect(readdirSync(own)).toEqual([]);
  });

  test("does not end another process that has got the machine's old number", () => {
    machine.succeed("create");
    const pid = machine.pid();
    machine.keep("qemu.pid", `${process.pid}\n`);
    machine.succeed("delete");
    expect(runs(process.pid)).toBe(true);
    process.kill(pid, "SIGKILL");
  });
});

test.each(["", "reboot"])("any other action, such as %j, is refused", (action) => {
  expect(machine.run(action)).toEqual({
    code: 1,
    stdout: "",
    stderr: "usage: machine.sh create|start|delete|boots|ended\n",
  });
});
