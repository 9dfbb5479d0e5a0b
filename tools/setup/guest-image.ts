// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { fetchImage } from "../../components/local/fetch-image";
import { rockyAddresses, type RockyImage, rockyImages } from "../../components/local/image";
import { cache, standIns } from "../shared/places";
import type { Report } from "../shared/subprocess";
import { builtOnce } from "./built-once";
import { ensurePrograms, mayInstall, type Program } from "./system-packages";
import { ifReachable } from "./unreachable";

/** Arguments of LocalDockerHost that belong to one image. */
export interface GuestImage {
  image: { name: string; disk: string; kernel?: string; initrd?: string; kernelArgs?: string };
  docker?: { repository: string; gpgFingerprint: string };
  repositoryDirectory?: string;
}

export const images = join(cache, "images");
const laboratory = join(standIns, "image");

/** Rocky's own image where it can be had, else the laboratory's, built once for each content of its folder. */
export async function ensureGuestImage(report: Report): Promise<GuestImage> {
  return (await ensureRockyImage(report)) ?? ensureLaboratory(report);
}

/** Rocky's own image, where it is here or can be downloaded. */
export async function ensureRockyImage(report: Report): Promise<GuestImage | undefined> {
  const rocky = rockyImages[process.arch];
  const disk = rocky && (await ensureRocky(rocky, report));
  return disk ? { image: { name: `Rocky's own ${rocky.file}`, disk } } : undefined;
}

async function ensureRocky(rocky: RockyImage, report: Report): Promise<string | undefined> {
  const disk = join(images, rocky.file);
  if (existsSync(disk)) return disk;
  return ifReachable(rocky.file, report, () => fetchImage(disk, rocky.sha256, rockyAddresses(rocky), report));
}

const laboratoryFolder = () => join(images, `laboratory-${contentHash(laboratory)}`);

/** What build.sh of the laboratory installs where it is missing. */
const builders: Record<string, string> = {
  mmdebstrap: "mmdebstrap",
  rpmbuild: "rpm",
  rpmsign: "rpm",
  createrepo_c: "createrepo-c",
  gpg: "gnupg",
  "mkfs.ext4": "e2fsprogs",
  "qemu-img": "qemu-utils",
  "dpkg-deb": "dpkg",
};

const allSystems = (name: string, apt: string): Program => ({ name, apt, dnf: apt, brew: apt });

/** By which mmdebstrap knows Debian's packages. Debian has them with apt; Ubuntu has mmdebstrap without them. */
const keyring: Program = {
  ...allSystems("Debian's keys", "debian-archive-keyring"),
  isThere: () => existsSync("/usr/share/keyrings/debian-archive-keyring.gpg"),
};

/** The programs that the laboratory's image is built with, where it is not built yet. */
export function laboratoryPrograms(): Program[] {
  if (existsSync(laboratoryFolder())) return [];
  return [...Object.entries(builders).map(([name, apt]) => allSystems(name, apt)), keyring];
}

/** The laboratory's own image, also where Rocky's can be had. */
export async function ensureLaboratory(report: Report): Promise<GuestImage> {
  const folder = laboratoryFolder();
  if (!existsSync(folder)) {
    // Where nobody may, the build says what it needs.
    if (mayInstall()) await ensurePrograms([keyring], report);
    await builtOnce(folder, ["bash", join(laboratory, "build.sh")], report);
  }
  const { name, kernelArgs, gpgFingerprint } = JSON.parse(readFileSync(join(folder, "image.json"), "utf8")) as Record<
    string,
    string
  >;
  const file = (part: string) => join(folder, part);
  return {
    image: {
      name: name ?? folder,
      disk: file("root.qcow2"),
      kernel: file("vmlinuz"),
      initrd: file("initrd.img"),
      kernelArgs: kernelArgs ?? "",
    },
    docker: { repository: "http://10.0.2.100/linux/centos", gpgFingerprint: gpgFingerprint ?? "" },
    repositoryDirectory: file("repository"),
  };
}

/** The same files give the same name, so that a changed recipe is built and an unchanged one is not. */
export function contentHash(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    if (statSync(join(folder, name)).isFile()) hash.update(name).update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex").slice(0, 12);
}
