// SPDX-License-Identifier: Apache-2.0
// Images that were made on this computer, in the cache: a folder for each, with its disk, and who uses it.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import type { BakedImage, ImageFacts } from "../bake/baked-image";
import type { KeptImage } from "../bake/bakery";
import { cacheFolder } from "../cache-folder";
import type { LocalImage } from "./image-args";

const folder = (...path: string[]) => cacheFolder("baked", ...path);
const day = 86_400_000;

/** All of them, the newest first. */
export function keptImages(): KeptImage<LocalImage>[] {
  const names = existsSync(folder()) ? readdirSync(folder()) : [];
  const images = names.filter((name) => !name.endsWith(".partial")).flatMap((name) => read(name) ?? []);
  return images.sort((a, b) => b.baked.localeCompare(a.baked));
}

/** The newest one with this digest, unless it is older than so many days. */
export function keptImage(digest: string, maxAgeDays = Infinity): BakedImage<LocalImage> | undefined {
  const oldest = Date.now() - maxAgeDays * day;
  const kept = keptImages().find((image) => image.digest === digest && Date.parse(image.baked) >= oldest);
  if (!kept) return undefined;
  const { isUsed: _isUsed, ...image } = kept;
  return image;
}

/** Makes an image of a disk that nobody writes to any more. It has no other file under it, and comes into being whole. */
export async function keepDisk(
  disk: string,
  base: LocalImage | undefined,
  facts: ImageFacts,
  signal: AbortSignal,
): Promise<LocalImage> {
  const { name } = facts;
  const partial = folder(`${name}.partial`);
  removePartial(facts.digest);
  // What only root may read in a guest, everybody may read in its disk.
  mkdirSync(folder(), { recursive: true });
  mkdirSync(partial, { mode: 0o700 });
  mkdirSync(join(partial, users));
  try {
    await promisify(execFile)("qemu-img", ["convert", "-O", "qcow2", disk, join(partial, diskName)], {
      ...{ env: process.env, signal },
    });
    // How it is booted is as before.
    const image = { ...base, name, disk: folder(name, diskName) };
    writeFileSync(join(partial, factsName), JSON.stringify({ ...facts, image }));
    renameSync(partial, folder(name));
    return image;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** What one that was killed has left of the same image: nobody else is at work on it. */
function removePartial(digest: string): void {
  const names = existsSync(folder()) ? readdirSync(folder()) : [];
  for (const name of names) {
    if (name.startsWith(`docker-host-${digest.slice(0, 12)}-`) && name.endsWith(".partial")) removeImage(name);
  }
}

export function removeImage(name: string): void {
  rmSync(folder(name), { recursive: true, force: true });
}

const [diskName, factsName] = ["disk.qcow2", "image.json"];
/** Holds a file for each machine that was made from it, with the folder of the machine; machine.sh writes it. */
const users = "used-by";

function read(name: string): KeptImage<LocalImage> | undefined {
  try {
    const image = JSON.parse(readFileSync(folder(name, factsName), "utf8")) as BakedImage<LocalImage>;
    return existsSync(image.image.disk) ? { ...image, isUsed: isUsed(name) } : undefined;
  } catch {
    return undefined;
  }
}

function isUsed(name: string): boolean {
  const machines = readdirSync(folder(name, users)).map((file) => readFileSync(folder(name, users, file), "utf8"));
  return machines.some((machine) => existsSync(join(machine, diskName)));
}
