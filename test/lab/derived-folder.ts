// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import { contentHash, type GuestImage } from "../../tools/setup/guest-image";
import { type Report, run } from "../../tools/shared/subprocess";

/**
 * What a recipe makes of the laboratory's image, made once for each content of the recipe: `build.sh <image's folder> <folder>`.
 * It lies in the image's own folder, so that it goes with the image: one that is built anew signs with another key.
 */
export async function derivedFolder(
  of: GuestImage,
  recipe: string,
  report: Report,
  ...words: string[]
): Promise<string> {
  const image = dirname(of.image.disk);
  const folder = join(image, `${relative(__dirname, recipe).split(sep).join("-")}-${contentHash(recipe)}`);
  const [script = "build.sh", ...more] = words;
  if (!existsSync(folder)) await run("bash", [join(recipe, script), image, ...more, folder], report);
  return folder;
}
