// SPDX-License-Identifier: Apache-2.0
// The account's own images with Docker: which there are, who uses them, and what they consist of.
import { getAmi, getAmiIds, type GetAmiResult, getInstances, getLaunchTemplate } from "@pulumi/aws/ec2";

import type { BakedImage } from "../bake/baked-image";
import type { KeptImage, Removal } from "../bake/bakery";
import { digestTag, factsOf, imageTag } from "./image-tags";

/** Where they lie: the provider's region, where none is named. */
interface Place {
  region?: string | undefined;
}

const at = ({ region }: Place) => (region === undefined ? {} : { region });
const available = { name: "state", values: ["available"] };

/** The newest one with this digest that can be used. */
export async function newestOfOurs(digest: string, place: Place): Promise<BakedImage | undefined> {
  const [newest] = await ours({ name: `tag:${digestTag}`, values: [digest] }, place);
  return newest;
}

/** All of them, the newest first. */
export async function allOfOurs(place: Place): Promise<KeptImage<string>[]> {
  const images = await ours({ name: "tag-key", values: [digestTag] }, place);
  return Promise.all(images.map(async (image) => ({ ...image, isUsed: await isUsed(image.image, place) })));
}

/** The newest first. */
async function ours(filter: { name: string; values: string[] }, place: Place): Promise<BakedImage[]> {
  const { ids } = await getAmiIds({ owners: ["self"], filters: [filter, available], ...at(place) });
  const found = await Promise.all(ids.map((id) => look(id, place)));
  const images = found.flatMap(({ id, name, tags }) => {
    const facts = factsOf(name, tags);
    return facts ? [{ ...facts, image: id }] : [];
  });
  // Versions of the provider differ about the order.
  return images.sort((a, b) => b.baked.localeCompare(a.baked));
}

function look(id: string, place: Place): Promise<GetAmiResult> {
  return getAmi({ owners: ["self"], filters: [{ name: "image-id", values: [id] }], ...at(place) });
}

/** By an instance, whatever its state, or by a launch template of ours, which says so in a tag. */
async function isUsed(id: string, place: Place): Promise<boolean> {
  const instanceStateNames = ["pending", "running", "stopping", "stopped"];
  const by = { filters: [{ name: "image-id", values: [id] }], instanceStateNames, ...at(place) };
  return (await getInstances(by)).ids.length > 0 || (await isInTemplate(id, place));
}

/** This look-up wants exactly one. */
async function isInTemplate(id: string, place: Place): Promise<boolean> {
  try {
    await getLaunchTemplate({ filters: [{ name: `tag:${imageTag}`, values: [id] }], ...at(place) });
    return true;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/no matching .*Launch Template/i.test(text)) return false;
    if (/multiple .*Launch Templates? matched/i.test(text)) return true;
    throw error;
  }
}

/** The snapshot of each disk, and the image, which has to go first. */
export async function partsOf(id: string, place: Place): Promise<Removal[]> {
  const { name, blockDeviceMappings } = await look(id, place);
  const from = place.region === undefined ? "" : `@${place.region}`;
  const snapshots = blockDeviceMappings.map(({ ebs }) => ebs.snapshot_id).filter((one) => one !== undefined);
  return [
    ...snapshots.map((one) => ({ type: "aws:ebs/snapshot:Snapshot", name: `${name}-${one}`, id: `${one}${from}` })),
    { type: "aws:ec2/ami:Ami", name, id: `${id}${from}` },
  ];
}
