// SPDX-License-Identifier: Apache-2.0
// The script as a guest is sent it, against stand-ins on PATH that keep a machine's disks as files in a folder.
import { spawnSync, type SpawnSyncOptionsWithStringEncoding } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { mountDataDisk } from "../../../cloud-init/data-disk";

let folder: string;

/** `disks/<name>` holds what is on a disk; `mounted` says that the volume is. */
const shims: Record<string, string> = {
  lsblk: `case "$*" in
    "-dnpo NAME,TYPE") for disk in disks/*; do [ -e "$disk" ] && echo "$disk disk"; done; echo "disks/loop loop" ;;
    "-nro NAME "*) echo "\${3##*/}"; if grep -q partition "$3"; then echo part1; fi ;;
    "-dnro MODEL "*) if grep -q instance-storage "$3"; then echo "Amazon EC2 NVMe Instance Storage"; else echo "Amazon Elastic Block Store"; fi ;;
  esac`,
  blkid: `case "$1" in
    -L) grep -ls "label $2" disks/* ;;
    -p) if grep -q doubt "$2"; then exit 8; fi; if grep -qE 'label|content' "$2"; then exit 0; fi; exit 2 ;;
  esac`,
  "mkfs.xfs": `echo "label $3" >"$4"`,
  mountpoint: `test -e mounted`,
  mount: `echo "$1" >mounted; if [ -e systemd-was-first ]; then exit 32; fi`,
  xfs_growfs: `echo "$1" >>grown`,
  selinuxenabled: `test -e selinux`,
  // What is mounted has its labels in itself.
  restorecon: `if [ ! -e mounted ] || [ -e refused ]; then echo "cannot label $1" >&2; exit 1; fi; echo "$1" >>labelled`,
  sleep: `if [ -e late ]; then mv late disks/late; fi`,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "data-disk-"));
  mkdirSync(join(folder, "disks"));
  mkdirSync(join(folder, "bin"));
  for (const [name, text] of Object.entries(shims)) {
    writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, "bin", name), 0o755);
  }
  writeFileSync(join(folder, "fstab"), "UUID=1 / xfs defaults 0 0\n");
  disk("root", "partition");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const disk = (name: string, content = "") => writeFileSync(join(folder, "disks", name), content);
const at = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined);

/** As cloud-init runs an entry of `bootcmd`. */
function run(device?: string) {
  const [[tool = "", ...words] = []] = mountDataDisk(join(folder, "data"), device).bootcmd as string[][];
  const env = { PATH: `${folder}/bin:/usr/bin:/bin`, FSTAB: join(folder, "fstab"), TRIES: "3" };
  const stdio: SpawnSyncOptionsWithStringEncoding["stdio"] = ["ignore", "pipe", "pipe"];
  const { status, stderr } = spawnSync(tool, words, { cwd: folder, env, encoding: "utf8", stdio });
  return { status, stderr };
}

const line = (source = "LABEL=docker-data") => `${source} ${folder}/data xfs defaults,nofail,x-systemd.growfs 0 2\n`;
/** Where Google's disk is: a link, which comes with the disk. */
const device = "by-id";
const attach = (name: string) => symlinkSync(join(folder, "disks", name), join(folder, device));
const rootLine = "UUID=1 / xfs defaults 0 0\n";

test("a blank disk is formatted and mounted, now and on each boot", () => {
  disk("data");
  expect(run()).toMatchObject({ status: 0 });
  expect([at("disks/data"), at("mounted"), at("fstab")]).toEqual([
    "label docker-data\n",
    `${folder}/data\n`,
    rootLine + line(),
  ]);
});

test("the root of a file system that was just made has no SELinux label, and gets the one of its place", () => {
  disk("data");
  writeFileSync(join(folder, "selinux"), "");
  expect(run()).toMatchObject({ status: 0 });
  expect(at("labelled")).toBe(`${folder}/data\n`);
});

test("without SELinux nothing is labelled, and where that is refused the disk is mounted all the same", () => {
  disk("data");
  expect(run()).toMatchObject({ status: 0 });
  expect(at("labelled")).toBeUndefined();
  rmSync(join(folder, "mounted"));
  for (const file of ["selinux", "refused"]) writeFileSync(join(folder, file), "");
  expect(run()).toMatchObject({ status: 0, stderr: expect.stringContaining("cannot label") as string });
  expect(at("grown")).toBe(`${folder}/data\n${folder}/data\n`);
});

test("a disk of an earlier machine keeps its content, whatever else is blank", () => {
  disk("data", "label docker-data\ncontainers\n");
  disk("other");
  expect(run()).toMatchObject({ status: 0 });
  expect([at("disks/data"), at("disks/other"), at("mounted")]).toEqual([
    "label docker-data\ncontainers\n",
    "",
    `${folder}/data\n`,
  ]);
});

test("a disk that comes late is waited for", () => {
  writeFileSync(join(folder, "late"), "");
  expect(run()).toMatchObject({ status: 0 });
  expect(at("disks/late")).toBe("label docker-data\n");
});

test("a disk that was mounted by systemd at the same moment is no failure", () => {
  disk("data", "label docker-data\n");
  writeFileSync(join(folder, "systemd-was-first"), "");
  expect(run()).toMatchObject({ status: 0 });
  expect(at("grown")).toBe(`${folder}/data\n`);
});

test("a disk that cannot be mounted is a failure", () => {
  disk("data", "label docker-data\n");
  writeFileSync(join(folder, "bin", "mount"), "#!/bin/sh\nexit 32\n");
  expect(run()).toMatchObject({ status: 1 });
  expect(at("grown")).toBeUndefined();
});

test("on a later boot nothing is done but that the file system grows with its disk", () => {
  disk("data", "label docker-data");
  run();
  writeFileSync(join(folder, "mounted"), "before");
  expect(run()).toEqual({ status: 0, stderr: "" });
  expect([at("mounted"), at("fstab"), at("grown")]).toEqual([
    "before",
    rootLine + line(),
    `${folder}/data\n${folder}/data\n`,
  ]);
});

test.each(["partition", "content", "instance-storage", "doubt"])("a disk with %s is never formatted", (content) => {
  disk("data", content);
  const { status, stderr } = run();
  expect([status, stderr]).toEqual([
    1,
    "data disk: waits for the disk, at most 3 times 2 s\ndata disk: no disk came within 3 tries; look at whether it is attached\n",
  ]);
  // What needs the folder waits for the mount that is written down, and does not write beneath it.
  expect([at("disks/data"), at("mounted"), at("fstab")]).toEqual([content, undefined, rootLine + line()]);
});

test("where two disks are blank, none is taken", () => {
  disk("one");
  disk("two");
  expect(run()).toEqual({
    status: 1,
    stderr: "data disk: more than one blank disk, and it is not known which one is meant: disks/one disks/two\n",
  });
  expect([at("disks/one"), at("disks/two"), at("mounted")]).toEqual(["", "", undefined]);
});

describe("with a device", () => {
  test("it is formatted where it is blank, and mounted, whatever else is blank", () => {
    disk("other");
    disk("data");
    attach("data");
    expect(run(device)).toEqual({
      status: 0,
      stderr: `data disk: by-id is blank and is formatted\ndata disk: mounted at ${folder}/data\n`,
    });
    expect([at("disks/data"), at("disks/other"), at("mounted"), at("fstab")]).toEqual([
      "label docker-data\n",
      "",
      `${folder}/data\n`,
      rootLine + line(device),
    ]);
  });

  test.each(["label docker-data\ncontainers\n", "content", "doubt", "partition"])(
    "what it holds stays as it is, and is mounted where it can be: %j",
    (content) => {
      disk("data", content);
      attach("data");
      expect(run(device)).toEqual({ status: 0, stderr: `data disk: mounted at ${folder}/data\n` });
      expect([at("disks/data"), at("mounted"), at("grown")]).toEqual([content, `${folder}/data\n`, `${folder}/data\n`]);
    },
  );

  test("it is waited for, and no other disk is taken in its place", () => {
    disk("other");
    disk("earlier", "label docker-data\n");
    expect(run(device)).toEqual({
      status: 1,
      stderr:
        "data disk: waits for by-id, at most 3 times 2 s\ndata disk: no disk came within 3 tries; look at whether by-id is attached\n",
    });
    expect([at("disks/other"), at("mounted"), at("fstab")]).toEqual(["", undefined, rootLine + line(device)]);
  });

  test("where it comes late, that is soon enough", () => {
    writeFileSync(join(folder, "late"), "");
    attach("late");
    expect(run(device)).toMatchObject({ status: 0 });
    expect([at("disks/late"), at("mounted")]).toEqual(["label docker-data\n", `${folder}/data\n`]);
  });
});
