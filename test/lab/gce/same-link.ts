// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Difference } from "../cloud/shape";
import { lastOf } from "./names";
import { at } from "./one-of";

const links =
  /^(network|disk|sourceDisk|instance|type|attachedDisks\[\d+\]\.source|networkInterfaces\[0\]\.(sub)?network)$/;

/** Which notations the plugin takes for the same. What it compares them with is Google's answer: a link in full. */
export function dropSameLinks(changes: Map<string, Difference>, olds: Properties, news: Properties): void {
  for (const path of [...changes.keys()]) {
    const [old, now] = [at(olds, path), at(news, path)];
    if (typeof old === "string" && typeof now === "string" && isSame(path, old, now)) changes.delete(path);
  }
}

function isSame(path: string, old: string, now: string): boolean {
  if (path === "machineType") return lastOf(old) === lastOf(now);
  if (/^disks\[\d+\]\.sourceImage$/.test(path)) return isSameSource(old, now);
  if (path === "bootDisk.initializeParams.image") return isSameImage(old, now);
  return links.test(path) && isSameLink(old, now);
}

/** A mere name, or the same path from the project on. `global/networks/default` is accepted, but is neither. */
function isSameLink(old: string, now: string): boolean {
  const path = (link: string) => /projects\/.*$/.exec(link)?.[0];
  return now === lastOf(old) || (path(now) !== undefined && path(now) === path(old));
}

/** Of a template it asks Google what a short form stands for: an image or a family. */
function isSameSource(old: string, now: string): boolean {
  const path = (link: string) => /projects\/.*$/.exec(link)?.[0];
  const [, owner, name] = /^([^/]+)\/([^/]+)$/.exec(now) ?? [];
  const short = ["", "family/"].map((kind) => `projects/${owner}/global/images/${kind}${name}`);
  return [path(now), ...short].includes(path(old));
}

/** It asks nobody: a family is the image's where the image's name has the family's name in it. */
function isSameImage(old: string, now: string): boolean {
  const [, project, name = ""] = /projects\/([^/]+)\/global\/images\/([^/]+)$/.exec(old) ?? [];
  const [, inLink, short] = /projects\/([^/]+)\/global\/|^(?!family\/)([^/]+)\/[^/]+$/.exec(now) ?? [];
  const owner = inLink ?? short ?? project;
  const last = lastOf(now);
  const isOfFamily = name.includes(last.replace(/-arm64$/, "")) && name.includes("-arm64") === last.endsWith("-arm64");
  return owner === project && (name === last || isOfFamily);
}
