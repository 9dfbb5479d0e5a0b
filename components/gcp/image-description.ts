// SPDX-License-Identifier: Apache-2.0
// How an image at Google says what is in it: the digest as a label, by which it is found, and all facts in its description.
import { deflateRawSync, inflateRawSync } from "node:zlib";

import { isMap } from "../../cloud-init/validate/kind";
import type { ImageFacts } from "../bake/baked-image";
import { imageName } from "./image";

export const digestLabel = "docker-host-digest";

/** Google takes 63 letters for a label, which are one less than a digest has. */
export const digestValue = (digest: string): string => digest.slice(0, 63);

/** What Google takes for a description. */
const most = 2048;

/** To be read by people, unless it is too long. */
export function describeImage(facts: ImageFacts): string {
  const text = JSON.stringify(facts);
  if (text.length <= most) return text;
  const packed = `deflate:${deflateRawSync(text).toString("base64")}`;
  if (packed.length <= most) return packed;
  throw new Error(
    `what is in the image ${facts.name} is more than Google takes for its description: ${facts.packages.length} packages were asked for; name fewer in docker.packages, and install the others in commands`,
  );
}

/** How a template of ours says which image, or which family, its machines boot: Google finds it by that. */
export const describeTemplate = (image: string): string => `machines with Docker, from ${imageName(image)}`;

/** Undefined where it is none of ours, or somebody has changed it. */
export function readDescription(description: string): ImageFacts | undefined {
  try {
    const [, packed] = /^deflate:(.*)$/.exec(description) ?? [];
    const text = packed === undefined ? description : inflateRawSync(Buffer.from(packed, "base64")).toString();
    const { name, base, digest, baked, dockerVersion, packages } = JSON.parse(text) as ImageFacts;
    const facts = { name, base, digest, baked, dockerVersion, packages };
    const isWhole = [name, base, digest, baked, dockerVersion].every((one: unknown) => typeof one === "string");
    return isWhole && Array.isArray(packages) && isMap(facts) ? facts : undefined;
  } catch {
    return undefined;
  }
}
