// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Kind } from "../cloud/folder";
import type { BootDisk } from "./boot-disk";

/** Each resource that exists is a record: its id, and the inputs that are in force. */
interface Entry {
  id: string;
  inputs: Properties;
  /** The cloud's own number for it. */
  number: string;
  /** When it was made, ISO 8601. */
  created: string;
}

export interface Instance extends Entry {
  /** When it was last switched on, ISO 8601. */
  started: string;
  networkIp: string;
  natIp?: string;
  disk: BootDisk;
}

/** `address` is a loopback address of this computer. */
export interface Address extends Entry {
  address: string;
}

export interface Attachment {
  id: string;
  number: string;
  instance: string;
  disk: string;
  deviceName: string;
}

/** An image of somebody's own. What it has from its disk is not in its inputs. */
export interface ImageRecord extends Entry {
  architecture: "X86_64" | "ARM64";
  sourceDiskId: string;
}

export const images: Kind<ImageRecord> = { folder: "images" };
export const instanceTemplates: Kind<Entry> = { folder: "instance-templates" };
export const instances: Kind<Instance> = { folder: "instances" };
export const firewalls: Kind<Entry> = { folder: "firewalls" };
export const addresses: Kind<Address> = { folder: "static-addresses" };
export const disks: Kind<Entry> = { folder: "disks" };
export const attachments: Kind<Attachment> = { folder: "attachments" };
