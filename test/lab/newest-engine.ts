// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { contentHash, ensureLaboratory, images } from "../../tools/guest-image";
import { cache } from "../../tools/places";
import { type Report, run } from "../../tools/subprocess";

const recipe = join(__dirname, "newest-engine");

/** What a machine of the laboratory needs to have the newest engine that can be built. */
export interface NewestEngine {
  docker: { repository: string; gpgFingerprint: string; version: string };
  repositoryDirectory: string;
}

/** Compiled once for each content of its recipe; made into packages for each image of the laboratory. */
export async function ensureNewestEngine(report: Report): Promise<NewestEngine> {
  const { image } = await ensureLaboratory(report);
  const base = dirname(image.disk);
  const binaries = join(cache, "engine", contentHash(recipe));
  if (!existsSync(binaries)) await run("bash", [join(recipe, "build.sh"), binaries], report);
  const folder = join(images, `${basename(base)}-newest-${contentHash(recipe)}`);
  if (!existsSync(folder)) await run("bash", [join(recipe, "package.sh"), base, binaries, folder], report);
  const { gpgFingerprint, dockerVersion } = JSON.parse(readFileSync(join(folder, "engine.json"), "utf8")) as {
    gpgFingerprint: string;
    dockerVersion: string;
  };
  return {
    docker: { repository: "http://10.0.2.100/newest/linux/centos", gpgFingerprint, version: dockerVersion },
    repositoryDirectory: join(folder, "repository"),
  };
}
