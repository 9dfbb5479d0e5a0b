// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { builtOnce } from "../../tools/setup/built-once";
import { contentHash, ensureGuestImage } from "../../tools/setup/guest-image";
import { cache } from "../../tools/shared/places";
import type { Report } from "../../tools/shared/subprocess";
import { derivedFolder } from "./derived-folder";

const recipe = join(__dirname, "newest-engine");

/** Arguments of LocalDockerHost for the newest engine that there is. */
export interface NewestEngine {
  docker: { version: string; repository?: string; gpgFingerprint?: string };
  repositoryDirectory?: string;
}

/** Compiled once for each content of its recipe; made into packages for each image of the laboratory. */
export async function ensureNewestEngine(report: Report): Promise<NewestEngine> {
  const version = /^release=(\S+)$/m.exec(readFileSync(join(recipe, "build.sh"), "utf8"))?.[1] ?? "none";
  const guest = await ensureGuestImage(report);
  // Rocky's own image has it from Docker.
  if (guest.repositoryDirectory === undefined) return { docker: { version } };
  const folder = await derivedFolder(guest, recipe, report, "package.sh", await ensureBinaries(report));
  const gpgFingerprint = readFileSync(join(folder, "fingerprint"), "utf8").trim();
  return {
    docker: { version, repository: "http://10.0.2.100/newest/linux/centos", gpgFingerprint },
    repositoryDirectory: join(folder, "repository"),
  };
}

/** The folder with dockerd and what belongs to it. It needs Go. */
export async function ensureBinaries(report: Report): Promise<string> {
  return builtOnce(join(cache, "engine", contentHash(recipe)), ["bash", join(recipe, "build.sh")], report);
}
