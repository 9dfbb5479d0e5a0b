// SPDX-License-Identifier: Apache-2.0
// What is in an image, as its tags say it. AWS keeps texts of at most 256 letters, digits, spaces and _.:/=+-@ there.
import type { ImageFacts } from "../bake/baked-image";

const prefix = "docker-host-";
/** By this one an image is known as one of ours. */
export const digestTag = `${prefix}digest`;
/** A tag of launch templates, with the image that they name. */
export const imageTag = `${prefix}image`;
const tags = { base: `${prefix}base`, baked: `${prefix}baked`, dockerVersion: `${prefix}engine` };
const packagesTag = (i: number) => `${prefix}packages${i === 0 ? "" : `-${i + 1}`}`;
const longest = 256;

/** The name is that of the image itself. */
export function tagsOf({ name: _name, digest, packages, ...facts }: ImageFacts): Record<string, string> {
  const lines = packages.map(encoded).reduce<string[]>((all, one) => {
    const longer = [...all.slice(-1), one].join(" ");
    return longer.length <= longest ? [...all.slice(0, -1), longer] : [...all, one];
  }, []);
  return {
    [digestTag]: digest,
    ...Object.fromEntries(Object.entries(tags).map(([fact, tag]) => [tag, encoded(facts[fact as keyof typeof tags])])),
    ...Object.fromEntries(lines.map((line, i) => [packagesTag(i), line])),
  };
}

/** `undefined`: the tags are not those of an image of ours, or somebody has changed them. */
export function factsOf(name: string, given: Record<string, string>): ImageFacts | undefined {
  try {
    return readFacts(name, given);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function readFacts(name: string, given: Record<string, string>): ImageFacts | undefined {
  const [digest, base, baked, dockerVersion] = [digestTag, tags.base, tags.baked, tags.dockerVersion].map((tag) =>
    given[tag] === undefined ? undefined : decoded(given[tag]),
  );
  if (digest === undefined || base === undefined || baked === undefined || dockerVersion === undefined)
    return undefined;
  const packages: string[] = [];
  for (let i = 0; given[packagesTag(i)] !== undefined; i++)
    packages.push(...(given[packagesTag(i)] ?? "").split(" ").map(decoded));
  return { name, base, digest, baked, dockerVersion, packages };
}

/** rpm's versions may have `~` and `^`: `=7e` stands for the first. */
const encoded = (text: string): string =>
  text.replace(/[^A-Za-z0-9_.:/+@-]/gu, (one) => Buffer.from(one).toString("hex").replace(/../g, "=$&"));
const decoded = (text: string): string => decodeURIComponent(text.replaceAll("=", "%"));
