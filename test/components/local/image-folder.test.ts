// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { keepDisk, keptImage, keptImages, removeImage } from "../../../components/local/image-folder";

const scratch = mkdtempSync(join(tmpdir(), "image-folder-"));
const baked = join(scratch, "pulumi-docker-host", "baked");
const signal = new AbortController().signal;

beforeAll(() => {
  mkdirSync(join(scratch, "bin"));
  const shim = '#!/bin/bash\n[[ -e $4 ]] || { echo "no such disk" >&2; exit 1; }\ncp "$4" "$5"\n';
  writeFileSync(join(scratch, "bin", "qemu-img"), shim, { mode: 0o755 });
  writeFileSync(join(scratch, "disk"), "content");
  const PATH = [join(scratch, "bin"), process.env.PATH].join(delimiter);
  jest.replaceProperty(process, "env", { ...process.env, XDG_CACHE_HOME: scratch, PATH });
});
afterEach(() => rmSync(baked, { recursive: true, force: true }));
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(scratch, { recursive: true });
});

const facts = (name: string, digest: string, baked: string) => ({
  ...{ name, digest, baked, base: "Rocky", dockerVersion: "29.1.0", packages: ["docker-ce-29.1.0-1.el9.x86_64"] },
});
const kernel = { name: "Rocky", disk: "/images/rocky.qcow2", kernel: "/images/vmlinuz", kernelArgs: "quiet" };
const keep = (name: string, digest: string, moment = "2026-11-26T12:00:00Z") =>
  keepDisk(join(scratch, "disk"), kernel, facts(name, digest, moment), signal);

test("there are none where nothing was made", () => expect([keptImages(), keptImage("a")]).toEqual([[], undefined]));

test("an image is booted as the one that it was made from, and found by its digest", async () => {
  const image = await keep("one", "a");
  expect(image).toEqual({ ...kernel, name: "one", disk: join(baked, "one", "disk.qcow2") });
  expect(keptImage("a")).toEqual({ ...facts("one", "a", "2026-11-26T12:00:00Z"), image });
  expect(keptImage("b")).toBeUndefined();
});

test("nobody else on this computer reads it", async () => {
  await keep("one", "a");
  expect(statSync(join(baked, "one")).mode & 0o777).toBe(0o700);
});

test("the newest counts, unless it is too old", async () => {
  await keep("new", "a", new Date(Date.now() - 86_400_000).toISOString());
  await keep("old", "a", "2026-01-01T00:00:00Z");
  expect(keptImage("a")?.name).toBe("new");
  expect(keptImage("a", 2)?.name).toBe("new");
  expect(keptImage("a", 0.5)).toBeUndefined();
});

test("where the disk cannot be read, nothing is kept", async () => {
  await expect(keepDisk("/nowhere", undefined, facts("one", "a", ""), signal)).rejects.toThrow("no such disk");
  expect(readdirSync(baked)).toEqual([]);
});

test("what was not written to its end, or lost its disk, is no image", async () => {
  mkdirSync(join(baked, "half.partial"), { recursive: true });
  mkdirSync(join(baked, "empty"));
  await keep("lost", "a");
  rmSync(join(baked, "lost", "disk.qcow2"));
  expect(keptImages()).toEqual([]);
});

test("it is used for as long as a machine has its disk on it", async () => {
  await keep("one", "a");
  const machine = join(scratch, "machine");
  mkdirSync(machine);
  writeFileSync(join(machine, "disk.qcow2"), "");
  writeFileSync(join(baked, "one", "used-by", "1"), machine);
  writeFileSync(join(baked, "one", "used-by", "2"), "/gone");
  expect(keptImages().map(({ isUsed }) => isUsed)).toEqual([true]);
  rmSync(machine, { recursive: true });
  expect(keptImages().map(({ isUsed }) => isUsed)).toEqual([false]);
  removeImage("one");
  expect(existsSync(join(baked, "one"))).toBe(false);
});
