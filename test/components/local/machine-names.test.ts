// SPDX-License-Identifier: Apache-2.0
// Names and paths are the user's. QEMU reads its options with a grammar of its own, in which a comma ends a value and
// two commas are one: that the real QEMU does so is not shown here.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { runs, ScratchMachine } from "./scratch-machine";

let machine: ScratchMachine;
let image: string;
let instance: string;

const hostile = [
  "two words",
  "a,b,,c",
  `it's "quoted"`,
  "$(touch injected)`touch injected`",
  "back\\slash",
  "*[!a]?",
  "n".repeat(70),
];

const single = (text: string) => text.replaceAll(",,", ",");

/** A QEMU option's values, by the name that stands before `=`. */
function values(option: string | undefined): Record<string, string> {
  const parts = (option ?? "").replaceAll(",,", "\0").split(",");
  return Object.fromEntries(parts.map((part) => part.replaceAll("\0", ",").split("=", 2) as [string, string]));
}

describe.each(hostile)("everything called %j:", (name) => {
  beforeAll(() => {
    machine = new ScratchMachine({ folder: name, settings: { NAME: name, TITLE: name, IMAGE_KERNEL_ARGS: name } });
    image = join(machine.scratch, `${name}.qcow2`);
    writeFileSync(image, "");
    Object.assign(machine.environment, { IMAGE_DISK: image, IMAGE_KERNEL: image, IMAGE_INITRD: image });
    Object.assign(machine.environment, { REPOSITORY_DIRECTORY: `/srv/${name}`, NODE: `/opt/${name}/node` });
    instance = machine.succeed("create");
  });
  afterAll(() => machine.remove());

  test("disk and seed are named whole", () => {
    const [disk, seed] = machine.arguments().filter((_, i, all) => all[i - 1] === "-drive");
    expect(values(disk).file).toBe(join(machine.directory, "disk.qcow2"));
    expect(values(seed)["file.dir"]).toBe(join(machine.directory, "seed"));
  });

  test("the image is named whole", () => {
    expect(machine.read("disk.qcow2")).toBe(`size 20G, on top of ${image}\n`);
    expect(machine.arguments().slice(-8, -2)).toEqual(["-kernel", image, "-initrd", image, "-append", name]);
  });

  test("the host has that name in QEMU, and one that Linux allows in the guest", () => {
    expect(single(machine.arguments()[1] ?? "")).toBe(name);
    const host = name.replaceAll(/[^A-Za-z0-9-]/g, "-");
    expect(JSON.parse(machine.read("seed/meta-data"))).toEqual({
      "instance-id": instance,
      "local-hostname": host.slice(0, 63),
    });
    expect(instance.slice(0, -17)).toBe(host);
  });

  // QEMU splits the command as a shell would, so a shell does it here.
  test("the folder of packages is served whole", () => {
    const network = machine.arguments().find((_, i, all) => all[i - 1] === "-netdev") ?? "";
    const [, command = ""] = single(network).split("10.0.2.100:80-cmd:");
    const words = execFileSync("bash", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" }).split("\0");
    expect(words).toEqual([`/opt/${name}/node`, "/package/serve-directory.mjs", `/srv/${name}`, ""]);
  });

  test("the machine is found again, and removed with nothing else", () => {
    expect(machine.succeed("boots")).toBe("1");
    machine.endFromOutside();
    expect(machine.succeed("boots")).toBe("2");
    machine.succeed("start");
    expect(runs(machine.pid())).toBe(true);
    machine.succeed("delete");
    expect(readdirSync(machine.scratch).sort()).toEqual([basename(image), "arguments", "bin", "image.qcow2"].sort());
  });
});
