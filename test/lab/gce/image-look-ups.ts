// SPDX-License-Identifier: Apache-2.0
// `getImage` and `getImages`.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { LookUp } from "../cloud/resource-type";
import { boolean, string } from "../cloud/shape";
import { notFound } from "./answers";
import { allImages, type Image, imageByName, imageLink, newestOf } from "./images";
import { projectOf, selfLink } from "./names";

export const getImage: LookUp = {
  inputs: { project: string, family: string, name: string, filter: string, mostRecent: boolean },
  check: ({ family, name, filter }) =>
    [family, name, filter].filter((one) => one !== undefined).length === 1
      ? []
      : [{ property: "family", reason: "exactly one of `family`, `name` or `filter` must be specified" }],
  run: (inputs, { cloud, config }) => {
    const owner = projectOf(inputs, config);
    const { name, family, filter, mostRecent } = inputs as { name?: string; family?: string; filter?: string } & {
      mostRecent?: boolean;
    };
    let image: Image | undefined;
    if (name !== undefined) image = imageByName(cloud, owner, name);
    else if (family !== undefined) image = newestOf(cloud, owner, family);
    else {
      const found = allImages(cloud).filter((one) => one.project === owner && fits(one, filter ?? ""));
      if (found.length !== 1 && !(mostRecent === true && found.length > 0))
        throw new Error(
          "your filter has returned more than one image or no image. Please refine your filter to return exactly one image",
        );
      [image] = found.sort((one, other) => Date.parse(other.created) - Date.parse(one.created));
    }
    const wanted = name ?? `family/${family ?? ""}`;
    if (!image)
      throw new Error(
        `error retrieving image information: ${notFound(`projects/${owner}/global/images/${wanted}`).message}`,
      );
    return {
      ...known(image),
      id: imageLink(image),
      project: image.project,
      imageId: image.number,
      imageEncryptionKeySha256: "",
      labelFingerprint: "",
      licenses: image.licenses,
      sourceDiskEncryptionKeySha256: "",
      status: "READY",
    };
  },
};

export const getImages: LookUp = {
  inputs: { project: string, filter: string },
  run: (inputs, { cloud, config }) => {
    const owner = projectOf(inputs, config);
    const filter = (inputs.filter ?? "") as string;
    const found = allImages(cloud).filter((one) => one.project === owner && fits(one, filter));
    return {
      ...{ id: `projects/${owner}/global/images`, project: owner, filter },
      images: found.map((one) => ({ ...known(one), imageId: Number(one.number) })),
    };
  },
};

const known = (image: Image): Properties => ({
  name: image.name,
  family: image.family,
  selfLink: selfLink(imageLink(image)),
  archiveSizeBytes: 1_500_000_000,
  creationTimestamp: image.created,
  description: image.description,
  diskSizeGb: image.diskSizeGb,
  labels: image.labels,
  sourceDisk: image.sourceDisk,
  sourceDiskId: image.sourceDiskId,
  sourceImageId: "",
});

/**
 * Of Google's language for filters what is looked for here: `field = value`, `!=`, `:*` (it is there) and `eq` with a pattern
 * for the whole value. Several stand in brackets each, and all have to fit.
 */
function fits(image: Image, filter: string): boolean {
  if (filter.trim() === "") return true;
  const parts = filter.trim().startsWith("(")
    ? filter
        .trim()
        .slice(1, -1)
        .split(/\)\s*(?:AND\s*)?\(/)
    : [filter];
  return parts.every((part) => {
    const [, field = "", operator, quoted, bare = ""] =
      /^\s*([\w.-]+)\s*(!=|=|:\*|eq(?=\s))\s*(?:"([^"]*)"|([^\s()"]*))\s*$/.exec(part) ?? [];
    if (operator === undefined) throw new Error(`the laboratory does not understand the filter ${filter}`);
    const [value, given] = [valueOf(image, field), quoted ?? bare];
    if (operator === ":*") return value !== undefined;
    if (operator === "eq") return value !== undefined && new RegExp(`^(?:${given})$`).test(value);
    return (value === given) === (operator === "=");
  });
}

function valueOf(image: Image, field: string): string | undefined {
  const [first = "", label, ...rest] = field.split(".");
  if (first === "labels" && label !== undefined && rest.length === 0) return image.labels[label];
  const fields: Record<string, string> = {
    ...{ name: image.name, family: image.family, status: "READY" },
    ...{ description: image.description, architecture: image.architecture },
  };
  if (!Object.hasOwn(fields, field)) throw new Error(`the laboratory does not filter images by ${field}`);
  return fields[field];
}
