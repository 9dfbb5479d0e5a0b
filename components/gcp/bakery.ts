// SPDX-License-Identifier: Apache-2.0
// How an image is made at Google; see ../bake/bakery.ts.
import "./sdk";

import { getImages, getInstanceTemplate, Image } from "@pulumi/gcp/compute";
import * as pulumi from "@pulumi/pulumi";

import type { BakedImage } from "../bake/baked-image";
import { type Bakery, machineMinutes } from "../bake/bakery";
import { gcpImageDefaults } from "./defaults";
import { GcpDockerHost } from "./docker-host";
import { imageName } from "./image";
import { describeImage, describeTemplate, digestLabel, digestValue, readDescription } from "./image-description";
import { type Args, familyOf } from "./image-target";

export const gcpBakery: Bakery<Args, GcpDockerHost> = {
  async find(digest, args) {
    // In quotes, as most digests begin like a number.
    const found = await finished(args, `labels.${digestLabel} = "${digestValue(digest)}"`);
    // Somebody may have given another one the same label.
    return found.find((image) => image.digest === digest);
  },
  createHost(name, args, phase) {
    const { family: _of, storageLocation: _place, rotateImage: _rotate, retain: _retain, ...ofHost } = args;
    const { diskGiB } = gcpImageDefaults;
    const options = phase === "image" ? { transformations: [switchedOff] } : {};
    return new GcpDockerHost(name, { diskGiB, ...ofHost, ttlMinutes: machineMinutes }, options);
  },
  createImage(name, { instance }, args, facts) {
    const { kmsKey, labels } = args;
    const storageLocation = args.storageLocation ?? regionOf(kmsKey);
    const image = new Image(
      `${name}-image`,
      {
        name: facts.name,
        family: familyOf(args),
        sourceDisk: instance.bootDisk.source,
        description: describeImage(facts),
        labels: { ...labels, [digestLabel]: digestValue(facts.digest) },
        ...(storageLocation !== undefined && { storageLocations: [storageLocation] }),
        ...(kmsKey !== undefined && { imageEncryptionKey: { kmsKeySelfLink: kmsKey } }),
      },
      { retainOnDelete: true },
    );
    return image.id;
  },
  async list(args) {
    const images = await finished(args, `labels.${digestLabel}:*`);
    // Google makes a copy for each disk: of what is there, templates alone need an image. One that names the family needs its newest.
    const isNewestUsed = images.length > 0 && (await isInTemplate(familyOf(args)));
    return Promise.all(
      images.map(async (image, i) => ({
        ...image,
        isUsed: (i === 0 && isNewestUsed) || (await isInTemplate(image.name)),
      })),
    );
  },
  removal: (image) => Promise.resolve([{ type: "gcp:compute/image:Image", name: imageName(image), id: image }]),
};

/** Those of ours in the family that are whole, the newest first. */
async function finished(args: Args, filter: string): Promise<BakedImage[]> {
  const { images } = await getImages({ filter: `(${filter}) (family = ${familyOf(args)}) (status = READY)` });
  return images
    .flatMap(({ description, name, selfLink }): BakedImage[] => {
      const facts = readDescription(description);
      // From the project on, as a host's machine takes it for the same in each update.
      const image = selfLink.replace(/^.*\/(?=projects\/)/, "");
      return facts?.name === name ? [{ ...facts, image }] : [];
    })
    .sort((one, other) => other.baked.localeCompare(one.baked));
}

/** Whether a template of ours names this image or family, in the provider's project. */
async function isInTemplate(image: string): Promise<boolean> {
  try {
    await getInstanceTemplate({ filter: `description = "${describeTemplate(image)}"`, mostRecent: true });
    return true;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (text.includes("returned 0 instance template")) return false;
    throw error;
  }
}

/** Google uses a regional key for what it keeps in that region alone. */
function regionOf(kmsKey: string | undefined): string | undefined {
  return /\/locations\/([a-z]+-[a-z]+\d+)\//.exec(kmsKey ?? "")?.[1];
}

/** The same machine, off. It was checked and is sealed, so that a check could only fail. */
const switchedOff: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (type === "gcp:compute/instance:Instance") return { props: { ...props, desiredStatus: "TERMINATED" }, opts };
  if (type === "command:local:Command") return { props, opts: { ...opts, ignoreChanges: ["stdin", "triggers"] } };
  return undefined;
};
