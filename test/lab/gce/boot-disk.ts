// SPDX-License-Identifier: Apache-2.0
// The disk that a machine is made with, which no resource of its own stands for.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import { badRequest, invalid } from "./answers";
import { type Architecture, diskTypes } from "./catalog";
import { imageLink, resolveImage } from "./images";
import { lastOf, numericId, selfLink, withoutVersion } from "./names";
import { checkLabels } from "./rules";

/** What a disk has from its image, which may be deleted while there is the disk. */
export interface BootDisk {
  number: string;
  /** The link of its image. */
  image: string;
  imageGb: number;
  architecture: Architecture;
  features: string[];
  licenses: string[];
  /** Of which it is a copy; else the laboratory's image. */
  file?: string | undefined;
}

export function newBootDisk({ bootDisk }: Properties, project: string, cloud: CloudFolder): BootDisk {
  const { image: given } = ((bootDisk as Properties).initializeParams ?? {}) as Properties;
  if (typeof given !== "string") throw badRequest("Boot disk must have a source or an image specified");
  const image = resolveImage(cloud, given, project);
  if (!image) throw new Error(`error resolving image name '${given}': could not find image or family ${given}`);
  const { architecture, diskSizeGb, features, licenses, file } = image;
  return {
    ...{ number: numericId(), image: selfLink(imageLink(image)), imageGb: diskSizeGb },
    ...{ architecture, features, licenses, file },
  };
}

/** The inputs as the API answers them. */
export function bootDiskInputs({ bootDisk }: Properties, { image, imageGb }: BootDisk, link: string): Properties {
  const disk = bootDisk as Properties;
  const params = disk.initializeParams as Properties;
  const { size = imageGb, type = "pd-standard" } = params as { size?: number; type?: string };
  if (size < imageGb)
    throw invalid(
      "resource.disks[0].initializeParams.diskSizeGb",
      String(size),
      `Requested disk size cannot be smaller than the image size (${imageGb} GB)`,
    );
  if (size > 65_536) throw invalid("resource.disks[0].initializeParams.diskSizeGb", String(size), "At most 65536");
  if (!diskTypes.includes(lastOf(type)))
    throw invalid("resource.disks[0].initializeParams.diskType", type, "Unknown disk type");
  checkLabels(params.labels, "resource.disks[0].initializeParams.labels");
  return {
    ...{ mode: "READ_WRITE", deviceName: "persistent-disk-0", autoDelete: true, ...disk },
    initializeParams: { ...params, image, size, type },
    ...(typeof disk.kmsKeySelfLink === "string" && { kmsKeySelfLink: withoutVersion(disk.kmsKeySelfLink) }),
    source: link,
  };
}
