// SPDX-License-Identifier: Apache-2.0
// The machine on Enterprise Linux, whose QEMU has a name and a place of its own and cannot show a folder as a disk.
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Commands } from "../scratch-path";
import { ScratchMachine } from "./scratch-machine";

const libexec = mkdtempSync(join(tmpdir(), "libexec-"));
const qemu = join(libexec, "qemu-kvm");
copyFileSync(join(__dirname, "shims", "qemu-system-x86_64"), qemu);
chmodSync(qemu, 0o755);

/** Leaves its words, and the names in the folder, as the CD. */
const makesCd = `
words="$*"
while [[ $1 != -output ]]; do shift; done
echo "$words: $(cd "$3" && echo *)" >"$2"`;

let machine: ScratchMachine;
afterEach(() => machine.remove());
afterAll(() => rmSync(libexec, { recursive: true }));

function onEnterpriseLinux(commands: Commands): ScratchMachine {
  const settings = { EL_QEMU: qemu };
  return (machine = new ScratchMachine({ settings, commands: { "qemu-system-x86_64": null, ...commands } }));
}
const drives = () => machine.arguments().filter((_word, index, all) => all[index - 1] === "-drive");
const runs = () => machine.read("run").split(" ")[0];

test.each(["xorrisofs", "genisoimage", "mkisofs"])("its QEMU is found and gets a CD that %s makes", (maker) => {
  onEnterpriseLinux({ [maker]: makesCd }).succeed("create");
  expect(runs()).toBe(qemu);
  const [, seed] = drives();
  expect(seed).toBe(`if=virtio,format=raw,readonly=on,file=${machine.directory}/seed.iso`);
  const words = `-quiet -volid cidata -joliet -rock -output ${machine.directory}/seed.iso ${machine.directory}/seed`;
  expect(machine.read("seed.iso")).toBe(`${words}: meta-data user-data\n`);
  machine.succeed("delete");
  expect(machine.files()).toBeUndefined();
});

test("so does one that a link on PATH leads to", () => {
  onEnterpriseLinux({ xorrisofs: makesCd });
  symlinkSync(qemu, join(machine.scratch, "bin", "qemu-system-x86_64"));
  machine.succeed("create");
  expect(runs()).toBe("qemu-system-x86_64");
  expect(drives()[1]).toMatch(/seed\.iso$/);
});

test("another QEMU on PATH is taken before it, and shows the folder", () => {
  onEnterpriseLinux({ "qemu-system-x86_64": readFileSync(qemu, "utf8"), xorrisofs: "exit 1" });
  machine.succeed("create");
  expect(runs()).toBe("qemu-system-x86_64");
  expect(drives()[1]).toMatch(/file\.driver=vvfat/);
});

test.each<[string, Commands, string]>([
  [
    "no program makes CDs",
    {},
    "there is no xorrisofs, genisoimage or mkisofs, of which the QEMU of Enterprise Linux needs one; install it: sudo dnf install xorriso",
  ],
  ["it fails", { xorrisofs: "echo 'no space left' >&2; exit 5" }, "the seed cannot be made into a CD: no space left"],
])("where %s, that is said and nothing is left", (_what, commands, message) => {
  const { code, stderr } = onEnterpriseLinux(commands).run("create");
  expect([code, stderr]).toEqual([1, `${message}\n`]);
  expect(machine.files()).toBeUndefined();
});
