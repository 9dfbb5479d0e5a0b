// SPDX-License-Identifier: Apache-2.0
// `Tag`: one tag of something that has none of its own in a program, such as the snapshot of an image.
import type { CloudFolder, Kind } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { replaces, required, string } from "../cloud/shape";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { ApiError, during } from "./errors";
import { ownImages, snapshots, type Tags } from "./records";
import { checkRegion, region } from "./region";
import { acceptTags } from "./tags";

export const tag: ResourceType = {
  inputs: { key: replaces(required(string)), region, resourceId: replaces(required(string)), value: required(string) },
  outputs: [],
  check: (given) => checkRegion(given.region, "region"),
  create: async (given, { cloud }) => {
    await write(cloud, given);
    return { id: `${String(given.resourceId)},${String(given.key)}`, outputs: {} };
  },
  read: (id, _, { cloud }) => {
    const [resourceId = "", key = ""] = id.split(/,(.*)/s);
    const value = taggedAt(cloud, resourceId)?.record.tags[key];
    return Promise.resolve(value === undefined ? undefined : { key, resourceId, value });
  },
  update: async (_id, given, _state, { cloud }) => {
    await write(cloud, given);
    return {};
  },
  delete: (_, { resourceId, key }, { cloud }) => {
    const found = taggedAt(cloud, String(resourceId));
    if (found) {
      const { [String(key)]: _gone, ...tags } = found.record.tags;
      found.save(tags);
    }
    return Promise.resolve();
  },
};

function write(cloud: CloudFolder, { resourceId, key, value }: Properties): Promise<void> {
  return during(`creating EC2 Tag (${String(key)}) for resource (${String(resourceId)})`, "CreateTags", () => {
    const found = taggedAt(cloud, String(resourceId));
    if (!found) throw new ApiError("InvalidID", `The ID '${String(resourceId)}' is not valid`);
    found.save(acceptTags({ ...found.record.tags, [String(key)]: value }));
  });
}

/** The laboratory tags so what no other resource tags. */
function taggedAt(cloud: CloudFolder, id: string) {
  const at = <T extends { tags: Tags }>(kind: Kind<T>) => {
    const record = cloud.find(kind, id);
    return record && { record, save: (tags: Tags) => cloud.save(kind, id, { ...record, tags }) };
  };
  return at(snapshots) ?? at(ownImages);
}
