// SPDX-License-Identifier: Apache-2.0
// Disks on machines, whether an instance names them or a resource of their own does.
import { existsSync } from "node:fs";

import { slots } from "../cloud/command-line";
import type { CloudFolder } from "../cloud/folder";
import { isRunning } from "../cloud/machine";
import { monitor } from "../cloud/monitor";
import { badRequest, inUse, notFound } from "./answers";
import { diskFile } from "./disk";
import { fileOf, lastOf, numericId, resolve } from "./names";
import { type Attachment, attachments, disks } from "./records";
import { checkName } from "./rules";

/** A disk as the inputs of a resource name it. */
export interface Wish {
  source: string;
  deviceName?: string;
  mode?: string;
}

export const attachmentsOf = (cloud: CloudFolder, instance: string): Attachment[] =>
  cloud.all(attachments).filter((one) => one.instance === instance);

/** What the API says against it, before anything is done. */
export function admit(cloud: CloudFolder, instance: string, { source, deviceName }: Wish): string {
  const [, project = "", , zone = ""] = instance.split("/");
  const disk = resolve(source, { project, scope: `zones/${zone}`, collection: "disks" });
  if (!cloud.find(disks, fileOf(disk))) throw notFound(disk);
  if (!disk.startsWith(`projects/${project}/zones/${zone}/`))
    throw badRequest(`Disk '${disk}' is not in the zone of instance '${instance}'`);
  const other = cloud.all(attachments).find((one) => one.disk === disk);
  if (other) throw inUse("disk", disk, other.instance);
  if (deviceName !== undefined) checkName(deviceName, "resource.deviceName");
  return disk;
}

export async function attach(cloud: CloudFolder, instance: string, wish: Wish): Promise<Attachment> {
  const disk = admit(cloud, instance, wish);
  const own = attachmentsOf(cloud, instance);
  const slot = [...Array(slots).keys()].find((place) => own.every((one) => one.slot !== place));
  if (slot === undefined) throw badRequest(`the laboratory's machines take ${slots} disks at most`);
  const { deviceName = `persistent-disk-${slot + 1}`, mode = "READ_WRITE" } = wish;
  if (own.some((one) => one.deviceName === deviceName))
    throw badRequest(`The device name '${deviceName}' is already in use on instance '${instance}'`);
  const made = { id: `${instance}/${lastOf(disk)}`, number: numericId(), instance, disk, deviceName, mode, slot };
  cloud.save(attachments, fileOf(made.id), made);
  await plug(cloud, made);
  return made;
}

export async function detach(cloud: CloudFolder, attachment: Attachment): Promise<void> {
  const folder = cloud.machine(fileOf(attachment.instance));
  const name = `disk${attachment.number}`;
  if (isRunning(folder))
    await monitor(folder, [
      ["device_del", { id: name }],
      // The guest may not be there to let go of it, and then an empty bus stays.
      ["device_del", { id: `${name}-bus` }],
    ]);
  cloud.remove(attachments, fileOf(attachment.id));
}

/** As on Google's machines a SCSI disk with its name as serial, so that udev makes /dev/disk/by-id/google-<name>. */
async function plug(cloud: CloudFolder, { instance, disk, number, deviceName, mode, slot }: Attachment): Promise<void> {
  const folder = cloud.machine(fileOf(instance));
  if (!existsSync(folder) || !isRunning(folder)) return;
  const name = `disk${number}`;
  const file = { driver: "file", filename: diskFile(cloud, disk) };
  await monitor(folder, [
    ["blockdev-add", { driver: "qcow2", "node-name": name, file, "read-only": mode === "READ_ONLY" }],
    ["device_add", { driver: "virtio-scsi-pci", id: `${name}-bus`, bus: `slot${slot}` }],
    ["device_add", { driver: "scsi-hd", id: name, drive: name, bus: `${name}-bus.0`, serial: deviceName }],
  ]);
}

/** After the machine was switched off and on. */
export async function reattach(cloud: CloudFolder, instance: string): Promise<void> {
  for (const attachment of attachmentsOf(cloud, instance)) await plug(cloud, attachment);
}
