// SPDX-License-Identifier: Apache-2.0
// Disks on machines, whether an instance names them or a resource of their own does.
import { existsSync } from "node:fs";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { plugDisk, unplugDisk } from "../cloud/disk";
import type { CloudFolder } from "../cloud/folder";
import { isRunning } from "../cloud/machine";
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

export const wishes = ({ attachedDisks }: Properties): Wish[] => (attachedDisks as Wish[] | undefined) ?? [];

export const attachmentsOf = (cloud: CloudFolder, instance: string): Attachment[] =>
  cloud.all(attachments).filter((one) => one.instance === instance);

/** What the API says against it, before anything is done. */
export function admit(cloud: CloudFolder, instance: string, { source, deviceName, mode }: Wish): string {
  const [, project = "", , zone = ""] = instance.split("/");
  const disk = resolve(source, { project, scope: `zones/${zone}`, collection: "disks" });
  if (!cloud.find(disks, fileOf(disk))) throw notFound(disk);
  if (!disk.startsWith(`projects/${project}/zones/${zone}/`))
    throw badRequest(`Disk '${disk}' is not in the zone of instance '${instance}'`);
  const other = cloud.all(attachments).find((one) => one.disk === disk);
  if (other) throw inUse("disk", disk, other.instance);
  if (deviceName !== undefined) checkName(deviceName, "resource.deviceName");
  if (deviceName !== undefined && deviceName.length > 20)
    throw badRequest(`the laboratory's disks have names of at most 20 letters, '${deviceName}' is longer`);
  if (mode === "READ_ONLY") throw badRequest("the laboratory's disks can be written to");
  return disk;
}

export async function attach(cloud: CloudFolder, instance: string, wish: Wish): Promise<Attachment> {
  const disk = admit(cloud, instance, wish);
  const own = attachmentsOf(cloud, instance);
  const { deviceName = `persistent-disk-${own.length + 1}` } = wish;
  if (own.some((one) => one.deviceName === deviceName))
    throw badRequest(`The device name '${deviceName}' is already in use on instance '${instance}'`);
  const made = { id: `${instance}/${lastOf(disk)}`, number: numericId(), instance, disk, deviceName };
  const folder = cloud.machine(fileOf(instance));
  // udev of Google's images makes /dev/disk/by-id/google-<serial>.
  const device = { id: nameOf(made), file: diskFile(cloud, disk), serial: deviceName, driver: "virtio-blk-pci" };
  await plugDisk(folder, device, isRunning(folder));
  cloud.save(attachments, fileOf(made.id), made);
  return made;
}

export async function detach(cloud: CloudFolder, attachment: Attachment): Promise<void> {
  const folder = cloud.machine(fileOf(attachment.instance));
  if (existsSync(folder)) await unplugDisk(folder, nameOf(attachment), isRunning(folder));
  cloud.remove(attachments, fileOf(attachment.id));
}

const nameOf = ({ number }: { number: string }): string => `disk${number}`;
