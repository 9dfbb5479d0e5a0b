// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from "node:crypto";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { regionOf } from "./catalog";

/** Where a resource lies: `projects/p/zones/z/instances/n`, which is also its id. */
export interface Place {
  project: string;
  /** `zones/z`, `regions/r` or `global`. */
  scope: string;
  collection: string;
  name: string;
}

export const idOf = ({ project, scope, collection, name }: Place): string =>
  `projects/${project}/${scope}/${collection}/${name}`;
export const selfLink = (id: string): string => `https://www.googleapis.com/compute/v1/${id}`;
/** The name of the file that holds the record: one for each id. */
export const fileOf = (id: string): string => id.replace(/^projects\//, "").replaceAll("/", ".");
export const lastOf = (link: string): string => link.split("/").at(-1) ?? "";

/** A key of Cloud KMS as the plugin reads it back: the version that it had at the time belongs to nobody's program. */
export const withoutVersion = (key: string): string => key.replace(/\/cryptoKeyVersions\/.*$/, "");

/** An id out of a link in any of its forms, or of a mere name in the given place. */
export function resolve(text: string, place: Omit<Place, "name">): string {
  const path = text.replace(/^(https:\/\/[^/]+\/compute\/[^/]+\/|\/\/compute\.[^/]+\/)/, "");
  return path.startsWith("projects/") ? path : idOf({ ...place, name: lastOf(path) });
}

/** From the resource, else from the provider's configuration, as the plugin looks for them. */
export function projectOf({ project }: Properties, config: Properties): string {
  return text("project", project, config.project, process.env.GOOGLE_PROJECT, process.env.GOOGLE_CLOUD_PROJECT);
}

export function zoneOf({ zone }: Properties, config: Properties): string {
  return lastOf(text("zone", zone, config.zone, process.env.GOOGLE_ZONE));
}

export function regionOfInputs({ region }: Properties, config: Properties): string {
  const zone = typeof config.zone === "string" ? regionOf(config.zone) : undefined;
  return lastOf(text("region", region, config.region, process.env.GOOGLE_REGION, zone));
}

function text(name: string, ...candidates: unknown[]): string {
  const found = candidates.find((candidate) => typeof candidate === "string" && candidate !== "");
  if (typeof found === "string") return found;
  throw new Error(`${name}: required field is not set`);
}

/** As Pulumi names what has no name of its own; kept as long as the resource is. */
export function autoName({ name }: Properties, resource: string, olds: Properties | undefined): Properties {
  return name == null
    ? { name: olds?.name ?? `${resource.toLowerCase()}-${randomBytes(4).toString("hex").slice(0, 7)}` }
    : {};
}

/** A number as the cloud gives them to what it makes. */
export function numericId(): string {
  return (randomBytes(8).readBigUInt64BE() >> 1n).toString();
}

/** The same for the same project, as projects are not made here. */
export function projectNumber(project: string): string {
  return String(createHash("sha256").update(project).digest().readUIntBE(0, 5) + 100_000_000_000);
}

export const fingerprint = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value ?? null))
    .digest("base64")
    .slice(0, 12);
