// SPDX-License-Identifier: Apache-2.0
import { dirname, join, relative, sep } from "node:path";

import { builtOnce } from "../../tools/setup/built-once";
import { contentHash, type GuestImage } from "../../tools/setup/guest-image";
import type { Report } from "../../tools/shared/subprocess";

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
  return builtOnce(folder, ["bash", join(recipe, script), image, ...more], report);
}
