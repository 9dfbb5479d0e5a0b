// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { ResourceType } from "../cloud/resource-type";
import { computed, replaces, required, string } from "../cloud/shape";
import { notFound } from "./answers";
import { attach, detach } from "./attachments";
import { findInstance } from "./life";
import { fileOf, projectOf, resolve, selfLink, zoneOf } from "./names";
import { dropSameLinks } from "./same-link";
import { oneOf } from "./one-of";
import { type Attachment, attachments } from "./records";

export const attachedDisk: ResourceType = {
  inputs: {
    project: replaces(computed(string)),
    zone: replaces(computed(string)),
    disk: required(replaces(string)),
    instance: required(replaces(string)),
    deviceName: replaces(computed(string)),
    mode: replaces({ ...string, default: "READ_WRITE" }),
  },
  outputs: [],
  check: (inputs) => oneOf(inputs, { mode: ["READ_WRITE", "READ_ONLY"] }),
  compare: dropSameLinks,
  create: async (inputs, { cloud, config }) => {
    const given = inputs as { instance: string; disk: string; deviceName?: string; mode?: string };
    // The instance may say where it is; else the attachment or the configuration does.
    const path = /projects\/([^/]+)\/zones\/([^/]+)\//.exec(given.instance);
    const [project, zone] = [path?.[1] ?? projectOf(inputs, config), path?.[2] ?? zoneOf(inputs, config)];
    const instance = resolve(given.instance, { project, scope: `zones/${zone}`, collection: "instances" });
    if (!(await findInstance(cloud, instance))) throw notFound(instance);
    const made = await attach(cloud, instance, { ...given, source: given.disk });
    return { id: made.id, outputs: outputsOf(made) };
  },
  read: async (id, _state, { cloud }) => {
    const found = cloud.find(attachments, fileOf(id));
    return found && (await findInstance(cloud, found.instance)) ? outputsOf(found) : undefined;
  },
  delete: async (id, _state, { cloud }) => {
    const found = cloud.find(attachments, fileOf(id));
    if (found) await detach(cloud, found);
  },
};

function outputsOf({ deviceName, disk, instance }: Attachment): Properties {
  const [, project, , zone] = instance.split("/");
  return { project, zone, deviceName, disk: selfLink(disk), instance: selfLink(instance) };
}
