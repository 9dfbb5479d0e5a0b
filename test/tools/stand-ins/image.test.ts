// SPDX-License-Identifier: Apache-2.0
// The frame of the image build, with stand-ins for the stages: what they do is proved by every machine that boots.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { standIns } from "../../../tools/shared/places";

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "image-"));
  out = join(folder, "images", "laboratory-1");
  cpSync(join(standIns, "image", "build.sh"), join(folder, "build.sh"));
  stage("rootfs.sh", 'mkdir -p "$1" "$2"; echo "$ROUND" >"$1/made"; [ "$ROUND" != slow ] || exec sleep 60');
  stage("packages.sh", 'mkdir -p "$3"; cp "$2/made" "$3/made"');
  stage("dress.sh", 'echo dressed >>"$1/made"');
  stage("disk.sh", 'cp "$1/made" "$2/root.qcow2"');
  for (const tool of [
    "mmdebstrap",
    "rpmbuild",
    "rpmsign",
    "createrepo_c",
    "gpg",
    "mkfs.ext4",
    "qemu-img",
    "dpkg-deb",
    "apt-get",
  ])
    shim(tool, "exit 0");
  shim("uname", "echo x86_64");
  shim("df", "printf 'head\\nfs 1 1 9999 1 /\\n'");
});
afterEach(() => rmSync(folder, { recursive: true }));

function stage(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
}

function shim(name: string, text: string): void {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, "bin", name), 0o755);
}

function build(round: string): ChildProcess {
  // EUID of a shell cannot be set, so who is not root runs a copy that takes itself for root.
  const script = readFileSync(join(folder, "build.sh"), "utf8").replace("((EUID == 0))", "((${FAKE_UID:-0} == 0))");
  writeFileSync(join(folder, "build.sh"), script);
  return spawn("bash", [join(folder, "build.sh"), out], {
    env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`, ROUND: round },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

async function finish(child: ChildProcess): Promise<{ status: number | null; errors: string }> {
  let errors = "";
  child.stderr?.on("data", (part: Buffer) => (errors += part.toString()));
  child.stdout?.resume();
  const [status] = (await once(child, "close")) as [number | null];
  return { status, errors };
}

test("a build leaves what a machine boots from, and nothing else", async () => {
  expect(await finish(build("first"))).toEqual({ status: 0, errors: "" });
  expect(readdirSync(join(folder, "images"))).toEqual(["laboratory-1"]);
  expect(readdirSync(out).sort()).toEqual(["repository", "root.qcow2"]);
  expect(readFileSync(join(out, "root.qcow2"), "utf8")).toBe("first\ndressed\n");
});

test.each(["SIGINT", "SIGKILL"] as const)(
  "a build ended half way by %s is no image, and the next one starts clean",
  async (signal) => {
    const child = build("slow");
    const ended = finish(child);
    while (!existsSync(join(`${out}.partial`, "rootfs", "made")))
      await new Promise((resolve) => setTimeout(resolve, 20));
    if (child.pid !== undefined) process.kill(-child.pid, signal);
    expect((await ended).status).not.toBe(0);
    expect(existsSync(out)).toBe(false);
    writeFileSync(join(folder, "images", "unrelated"), "");
    expect(await finish(build("second"))).toEqual({ status: 0, errors: "" });
    expect(readFileSync(join(out, "root.qcow2"), "utf8")).toBe("second\ndressed\n");
    expect(readdirSync(join(folder, "images")).sort()).toEqual(["laboratory-1", "unrelated"]);
  },
);

test("a stage that fails leaves no image", async () => {
  stage("dress.sh", "exit 7");
  expect((await finish(build("first"))).status).toBe(7);
  expect(readdirSync(join(folder, "images"))).toEqual([]);
});

test.each([
  [
    "a full disk",
    () => shim("df", "printf 'head\\nfs 1 1 12 1 /\\n'"),
    /has 12 MiB free, the build needs 5000; free some space/,
  ],
  ["another processor", () => shim("uname", "echo aarch64"), /x86_64 only, this machine is aarch64/],
])("%s is refused before anything is made", async (_name, arrange, message) => {
  arrange();
  const { status, errors } = await finish(build("first"));
  expect(errors).toMatch(message);
  expect(status).toBe(1);
  expect(existsSync(`${out}.partial`)).toBe(false);
});
