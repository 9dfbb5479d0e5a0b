// SPDX-License-Identifier: Apache-2.0
// Snapshots, which come with images here. As a resource they are only taken in and deleted.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { CloudFolder } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { boolean, computed, type Fields, map, number, replaces, required, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { account, type Instance, ownImages, type Snapshot, snapshots } from "./records";
import { checkRegion, region, withoutRegion } from "./region";
import { acceptTags } from "./tags";

const inputs: Fields = {
  ...{ description: replaces(string), outpostArn: replaces(string), permanentRestore: boolean, region },
  ...{ storageTier: computed(string), tags: map, temporaryRestoreDays: number, volumeId: replaces(required(string)) },
};

export const snapshot: ResourceType = {
  inputs,
  outputs: ["arn", "dataEncryptionKeyId", "encrypted", "kmsKeyId", "ownerAlias", "ownerId", "tagsAll", "volumeSize"],
  check: (given) => checkRegion(given.region, "region"),
  create: () =>
    Promise.reject(new Error("the laboratory's stand-in makes snapshots with images only: import this one")),
  read: (id, _, { cloud }) => {
    const found = cloud.find(snapshots, withoutRegion(id));
    return Promise.resolve(found && describe(found));
  },
  update: (id, given, _, { cloud }) => {
    const found = cloud.find(snapshots, id);
    if (!found) throw new ApiError("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
    const now = { ...found, tags: acceptTags(given.tags) };
    cloud.save(snapshots, id, now);
    return Promise.resolve(describe(now));
  },
  delete: (given, _, { cloud }) =>
    during(`deleting EBS Snapshot (${given})`, "DeleteSnapshot", async () => {
      const id = withoutRegion(given);
      // The provider asks again, for ten minutes, while an image needs it: that may be deleted at the same time.
      for (let tries = 0; tries < 20 && usedBy(cloud, id) !== undefined; tries++) await pause(50);
      deleteSnapshot(cloud, id);
    }),
};

const usedBy = (cloud: CloudFolder, id: string) => cloud.all(ownImages).find(({ snapshotId }) => snapshotId === id);

export function deleteSnapshot(cloud: CloudFolder, id: string): void {
  const image = usedBy(cloud, id);
  if (image) throw new ApiError("InvalidSnapshot.InUse", `The snapshot ${id} is currently in use by ${image.id}`);
  rmSync(snapshotFile(cloud, id), { force: true });
  if (cloud.find(snapshots, id)) cloud.remove(snapshots, id);
}

export const snapshotFile = (cloud: CloudFolder, id: string): string =>
  join(cloud.path, snapshots.folder, `${id}.qcow2`);

/** The disk that a machine from an image that was made here begins with. */
export function diskOf(cloud: CloudFolder, { ami }: Instance): string | undefined {
  const image = cloud.find(ownImages, ami);
  return image && snapshotFile(cloud, image.snapshotId);
}

const describe = (found: Snapshot): Properties => ({
  ...{ arn: `arn:aws:ec2:${found.region}::snapshot/${found.id}`, volumeId: found.volumeId, volumeSize: found.size },
  ...{ description: found.description, encrypted: found.kmsKeyId !== undefined, kmsKeyId: found.kmsKeyId ?? "" },
  ...{ dataEncryptionKeyId: "", ownerAlias: "", ownerId: account, region: found.region, storageTier: "standard" },
  ...{ tagsAll: found.tags, ...(Object.keys(found.tags).length > 0 && { tags: found.tags }) },
});
