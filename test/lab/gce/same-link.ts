// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { Difference } from "../cloud/shape";
import { findImage } from "./catalog";
import { lastOf } from "./names";
import { at } from "./one-of";

/** The plugin takes a link and the name in it for the same, wherever a property names another resource. */
const links =
  /^(machineType|network|disk|instance|bootDisk\.initializeParams\.(image|type)|attachedDisks\[\d+\]\.source|networkInterfaces\[0\]\.(sub)?network)$/;

export function dropSameLinks(changes: Map<string, Difference>, olds: Properties, news: Properties): void {
  for (const path of [...changes.keys()]) {
    const [old, now] = [at(olds, path), at(news, path)];
    if (!links.test(path) || typeof old !== "string" || typeof now !== "string") continue;
    if (lastOf(old) === lastOf(now) || (findImage(old) && findImage(old) === findImage(now))) changes.delete(path);
  }
}
