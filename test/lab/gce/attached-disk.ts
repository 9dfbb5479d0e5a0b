// SPDX-License-Identifier: Apache-2.0
import { isRunning } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import type { CloudFolder } from "../cloud/folder";
import type { ResourceType } from "../cloud/resource-type";
import { computed, replaces, required, string } from "../cloud/shape";
import { slots } from "../cloud/command-line";
import { badRequest, inUse, notFound } from "./answers";
import { diskFile } from "./disk";
import { findInstance } from "./life";
import { fileOf, lastOf, numericId, projectOf, resolve, selfLink, zoneOf } from "./names";
import { oneOf } from "./one-of";
import { type Attachment, attachments, disks } from "./records";
import { checkName } from "./rules";

export const attachedDisk: ResourceType = {
  inputs: {
    project: replaces(computed(string)),
    zone: replaces(computed(string)),
    disk: required(replaces(string)),
    instance: required(replaces(string)),
    deviceName: replaces(computed(string)),
    mode: replaces({ ...string, default: "READ_WRITE" }),
  },
  outputs: ["deviceName", "project", "zone"],
  check: (inputs) => oneOf(inputs, { mode: ["READ_WRITE", "READ_ONLY"] }),
  create: async (inputs, { cloud, config }) => {
    // The instance may say where it is; else the attachment or the configuration does.
    const path = /projects\/([^/]+)\/zones\/([^/]+)\//.exec(String(inputs.instance));
    const [project, zone] = [path?.[1] ?? projectOf(inputs, config), path?.[2] ?? zoneOf(inputs, config)];
    const place = { project, scope: `zones/${zone}` };
    const instance = resolve(String(inputs.instance), { ...place, collection: "instances" });
    const disk = resolve(String(inputs.disk), { ...place, collection: "disks" });
    if (!(await findInstance(cloud, instance))) throw notFound(instance);
    if (!cloud.find(disks, fileOf(disk))) throw notFound(disk);
    if (!disk.startsWith(`projects/${project}/zones/${zone}/`))
      throw badRequest(`Disk '${disk}' is not in the zone of instance '${instance}'`);
    const all = cloud.all(attachments);
    const other = all.find((one) => one.disk === disk);
    if (other) throw inUse("disk", disk, other.instance);
    const own = all.filter((one) => one.instance === instance);
    const deviceName = (inputs.deviceName as string | undefined) ?? `persistent-disk-${own.length + 1}`;
    checkName(deviceName, "resource.deviceName");
    if (own.some((one) => one.deviceName === deviceName))
      throw badRequest(`The device name '${deviceName}' is already in use on instance '${instance}'`);
    if (own.length >= slots) throw badRequest(`the laboratory's machines take ${slots} disks at most`);
    const id = `${instance}/${lastOf(disk)}`;
    const slot = [...Array(slots).keys()].find((place) => own.every((one) => one.slot !== place)) ?? 0;
    const entry = { id, inputs, number: numericId(), created: new Date().toISOString() };
    const made = { ...entry, instance, disk, deviceName, slot };
    cloud.save(attachments, fileOf(id), made);
    await plug(cloud, made);
    return { id, outputs: { project, zone, deviceName, disk: selfLink(disk), instance: selfLink(instance) } };
  },
  read: async (id, _state, { cloud }) => {
    const found = cloud.find(attachments, fileOf(id));
    if (!found || !(await findInstance(cloud, found.instance))) return undefined;
    const [, project, , zone] = id.split("/");
    const { deviceName, disk, instance } = found;
    return { project, zone, deviceName, disk: selfLink(disk), instance: selfLink(instance) };
  },
  delete: async (id, _state, { cloud }) => {
    const found = cloud.find(attachments, fileOf(id));
    if (!found) return;
    await unplug(cloud, found);
    cloud.remove(attachments, fileOf(id));
  },
};

const nameOf = ({ number }: Attachment): string => `disk${number}`;
const machineOf = (cloud: CloudFolder, { instance }: Attachment): string => cloud.machine(fileOf(instance));

/** As on Google's machines a SCSI disk whose serial is the device's name, so that it lies at /dev/disk/by-id/google-<name>. */
async function plug(cloud: CloudFolder, attachment: Attachment): Promise<void> {
  const [folder, name] = [machineOf(cloud, attachment), nameOf(attachment)];
  if (!isRunning(folder)) return;
  const readOnly = attachment.inputs.mode === "READ_ONLY";
  const file = { driver: "file", filename: diskFile(cloud, attachment.disk), locking: "off" };
  await monitor(folder, [
    ["blockdev-add", { driver: "qcow2", "node-name": name, file, "read-only": readOnly }],
    ["device_add", { driver: "virtio-scsi-pci", id: `${name}-bus`, bus: `slot${attachment.slot}` }],
    ["device_add", { driver: "scsi-hd", id: name, drive: name, bus: `${name}-bus.0`, serial: attachment.deviceName }],
  ]);
}

async function unplug(cloud: CloudFolder, attachment: Attachment): Promise<void> {
  const [folder, name] = [machineOf(cloud, attachment), nameOf(attachment)];
  if (!isRunning(folder)) return;
  // The guest may not be there to let go of the bus, which stays: it is empty.
  await monitor(folder, [
    ["device_del", { id: name }],
    ["device_del", { id: `${name}-bus` }],
  ]);
}

/** After the machine was switched off and on. */
export async function reattach(cloud: CloudFolder, instance: string): Promise<void> {
  for (const attachment of cloud.all(attachments)) if (attachment.instance === instance) await plug(cloud, attachment);
}
