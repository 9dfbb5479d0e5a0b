// SPDX-License-Identifier: Apache-2.0
// The images that there are: those that Google and others offer, and those that were made here.
import { join } from "node:path";

import type { CloudFolder } from "../cloud/folder";
import type { Architecture } from "./catalog";
import { fileOf, projectNumber, selfLink } from "./names";
import { images as records } from "./records";

export interface Image {
  project: string;
  family: string;
  name: string;
  architecture: Architecture;
  diskSizeGb: number;
  created: string;
  number: string;
  description: string;
  labels: Record<string, string>;
  features: string[];
  licenses: string[];
  /** The link of the disk that it was made of. */
  sourceDisk: string;
  sourceDiskId: string;
  /** Its disk; of those that others offer, the laboratory has an emulation. */
  file?: string;
}

const release = "v20260609";
const rocky = (family: string, architecture: Architecture): Image => ({
  project: "rocky-linux-cloud",
  family,
  name: `${family}-${release}`,
  architecture,
  diskSizeGb: 20,
  created: "2026-06-09T00:00:00.000-07:00",
  number: projectNumber(family),
  description: `${family}-${release}, of which the laboratory has an emulation`,
  labels: {},
  features: ["UEFI_COMPATIBLE", "VIRTIO_SCSI_MULTIQUEUE", "SEV_CAPABLE", "GVNIC", "IDPF"],
  licenses: [selfLink(`projects/rocky-linux-cloud/global/licenses/${family}`)],
  sourceDisk: "",
  sourceDiskId: "",
});

const offered: Image[] = [
  rocky("rocky-linux-9", "X86_64"),
  rocky("rocky-linux-9-arm64", "ARM64"),
  rocky("rocky-linux-9-optimized-gcp", "X86_64"),
  rocky("rocky-linux-9-optimized-gcp-arm64", "ARM64"),
  // Of somebody whose images are not named for their family.
  { ...rocky("golden", "X86_64"), project: "my-images", name: "base-2026-06-09" },
];

export const imageId = (project: string, name: string): string => `projects/${project}/global/images/${name}`;
export const imageLink = ({ project, name }: Image): string => imageId(project, name);

/** Where the bytes of an image are that was made here. */
export const imageFile = (cloud: CloudFolder, id: string): string =>
  join(cloud.path, "image-files", `${fileOf(id)}.qcow2`);

export function allImages(cloud: CloudFolder): Image[] {
  const made = cloud.all(records).map((record): Image => {
    const [, project = "", , , name = ""] = record.id.split("/");
    const { architecture, created, number, sourceDiskId, inputs } = record;
    return {
      ...{ project, name, architecture, created, number, sourceDiskId },
      family: (inputs.family ?? "") as string,
      diskSizeGb: inputs.diskSizeGb as number,
      description: (inputs.description ?? "") as string,
      labels: (inputs.labels ?? {}) as Record<string, string>,
      features: (inputs.guestOsFeatures as { type: string }[]).map(({ type }) => type),
      licenses: inputs.licenses as string[],
      sourceDisk: inputs.sourceDisk as string,
      file: imageFile(cloud, record.id),
    };
  });
  return [...offered, ...made];
}

export function imageByName(cloud: CloudFolder, project: string, name: string): Image | undefined {
  return allImages(cloud).find((one) => one.project === project && one.name === name);
}

/** The newest of a family that nobody has deprecated, which a test does by a file with the names. */
export function newestOf(cloud: CloudFolder, project: string, family: string): Image | undefined {
  const deprecated = (cloud.json("deprecated-images.json") ?? []) as string[];
  return allImages(cloud)
    .filter((one) => one.project === project && one.family === family && !deprecated.includes(one.name))
    .sort((one, other) => Date.parse(other.created) - Date.parse(one.created))[0];
}

/** By a link or one of the short forms, of which those without the word `family` may name an image or a family. */
export function resolveImage(cloud: CloudFolder, text: string, own: string): Image | undefined {
  const path = text.replace(/^https:\/\/[^/]+\/compute\/[^/]+\//, "");
  const [, project = own, rest = ""] = /^(?:projects\/([^/]+)\/)?global\/images\/(.+)$/.exec(path) ?? [];
  const family = /^family\/([^/]+)$/.exec(rest || path)?.[1];
  if (family !== undefined) return newestOf(cloud, project, family);
  if (rest !== "") return imageByName(cloud, project, rest);
  const [name = "", owner = own] = path.split("/").reverse();
  const found = imageByName(cloud, owner, name) ?? newestOf(cloud, owner, name);
  // The plugin knows who offers what has such a name.
  const isOffered = !found && !path.includes("/") && name.includes("rocky-linux");
  return isOffered ? resolveImage(cloud, `rocky-linux-cloud/${name}`, own) : found;
}
