// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudFolder } from "../cloud/folder";
import type { Context, ResourceType } from "../cloud/resource-type";
import { computed, map, number, replaces, string } from "../cloud/shape";
import { exists, inUse, invalid, notFound } from "./answers";
import { diskTypes, isZone } from "./catalog";
import { labelOutputs } from "./labels";
import { autoName, fileOf, idOf, lastOf, numericId, projectOf, selfLink, withoutVersion, zoneOf } from "./names";
import { attachments, disks } from "./records";
import { checkLabels, checkName } from "./rules";

const run = promisify(execFile);

/** Where the bytes are. */
export const diskFile = (cloud: CloudFolder, id: string): string =>
  join(cloud.path, "disk-files", `${fileOf(id)}.qcow2`);

export const disk: ResourceType = {
  inputs: {
    name: replaces(string),
    project: replaces(computed(string)),
    zone: replaces(computed(string)),
    type: replaces({ ...string, default: "pd-standard" }),
    size: computed(number),
    description: replaces(string),
    diskEncryptionKey: replaces({ type: { kmsKeySelfLink: string } }),
    labels: map,
  },
  outputs: [
    ...["creationTimestamp", "diskId", "effectiveLabels", "labelFingerprint", "lastAttachTimestamp"],
    ...["lastDetachTimestamp", "pulumiLabels", "selfLink", "users"],
  ],
  complete: autoName,
  compare: (changes, olds, news) => {
    // A disk can grow, and cannot shrink.
    const size = changes.get("size");
    if (size) size.replaces = Number(news.size) < Number(olds.size);
  },
  create: async (inputs, context) => {
    const { cloud, config } = context;
    const [project, zone] = [projectOf(inputs, config), zoneOf(inputs, config)];
    const id = idOf({ project, scope: `zones/${zone}`, collection: "disks", name: String(inputs.name) });
    if (!isZone(zone)) throw invalid("resource.zone", zone, "Unknown zone");
    const kept = obey(inputs);
    if (cloud.find(disks, fileOf(id))) throw exists(id);
    const file = diskFile(cloud, id);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    await run("qemu-img", ["create", "-q", "-f", "qcow2", file, `${String(kept.size)}G`]);
    cloud.save(disks, fileOf(id), { id, inputs: kept, number: numericId(), created: new Date().toISOString() });
    return { id, outputs: outputsOf(id, context) };
  },
  read: (id, _state, context) => Promise.resolve(context.cloud.find(disks, fileOf(id)) && outputsOf(id, context)),
  update: async (id, inputs, _state, context) => {
    const { cloud } = context;
    const before = cloud.find(disks, fileOf(id));
    if (!before) throw notFound(id);
    const kept = obey({ size: before.inputs.size, ...inputs });
    if (kept.size !== before.inputs.size) {
      const [user] = usersOf(cloud, id);
      if (user !== undefined) throw new Error(`the laboratory cannot grow a disk that is attached (to ${user})`);
      await run("qemu-img", ["resize", "-q", diskFile(cloud, id), `${String(kept.size)}G`]);
    }
    cloud.save(disks, fileOf(id), { ...before, inputs: kept });
    return outputsOf(id, context);
  },
  altered: () => ["effectiveLabels", "pulumiLabels", "labelFingerprint"],
  delete: (id, _state, { cloud }) => {
    const [user] = usersOf(cloud, id);
    if (user !== undefined) throw inUse("disk", id, user);
    rmSync(diskFile(cloud, id), { force: true });
    cloud.remove(disks, fileOf(id));
    if (cloud.all(disks).length === 0) rmSync(join(cloud.path, "disk-files"), { recursive: true, force: true });
    return Promise.resolve();
  },
};

function obey(inputs: Properties): Properties {
  const { type = "pd-standard", size } = inputs as { type?: string; size?: number };
  checkName(inputs.name);
  checkLabels(inputs.labels);
  if (!diskTypes.includes(lastOf(type))) throw invalid("resource.type", type, "Unknown disk type");
  const smallest = lastOf(type) === "hyperdisk-balanced" ? 4 : 10;
  // Where no size is given, Google takes this for an empty disk.
  const gb = size ?? (lastOf(type) === "pd-standard" ? 500 : 100);
  if (!(Number.isInteger(gb) && gb >= smallest && gb <= 65_536))
    throw invalid("resource.sizeGb", String(size), `Must be from ${smallest} to 65536`);
  const { kmsKeySelfLink } = (inputs.diskEncryptionKey ?? {}) as { kmsKeySelfLink?: string };
  return {
    ...{ ...inputs, type: lastOf(type), size: gb },
    ...(kmsKeySelfLink !== undefined && { diskEncryptionKey: { kmsKeySelfLink: withoutVersion(kmsKeySelfLink) } }),
  };
}

const usersOf = (cloud: CloudFolder, id: string): string[] =>
  cloud.all(attachments).flatMap((one) => (one.disk === id ? [selfLink(one.instance)] : []));

function outputsOf(id: string, { cloud }: Context): Properties {
  const record = cloud.find(disks, fileOf(id));
  if (!record) throw notFound(id);
  const [, project, , zone] = id.split("/");
  return {
    ...record.inputs,
    ...labelOutputs(record.inputs),
    project,
    zone,
    creationTimestamp: record.created,
    diskId: record.number,
    lastAttachTimestamp: "",
    lastDetachTimestamp: "",
    selfLink: selfLink(id),
    users: usersOf(cloud, id),
  };
}
