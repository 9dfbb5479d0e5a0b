// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { at, error, shown } from "../cloud-init/validate/problem";
import { expiryTag, isMoment } from "../components/expiry-tag";
import { inside, late, type Looked } from "./look";

/** Where machines carry it, and how it is written there. */
const places: Record<string, { map: string; example: string }> = {
  "aws:ec2/instance:Instance": { map: "tags", example: "2026-11-24T18:00:00Z" },
  "gcp:compute/instance:Instance": { map: "labels", example: "20261124t180000z" },
};

/** The stacks that are for a time alone, where nothing else is said: that of `stacks/`, and those of throw-away hosts. */
export const ephemeralStacks = ["ephemeral", "ephemeral-*"];

/** A machine of such a stack that does not say when it may go. */
export function* noExpiry({ type, stack, properties }: Looked, stacks: readonly string[]): Generator<Problem> {
  const place = places[type];
  if (!place || !stacks.some((pattern) => fits(stack, pattern))) return;
  const given = inside(properties[place.map], expiryTag);
  if (given === late || isMoment(given)) return;
  const path = at(place.map, expiryTag);
  const wanted = `set it to the moment at which the machine of stack ${shown(stack)} may go, for example "${place.example}"`;
  if (given === undefined) yield error(path, `is missing; ${wanted}`, `${expiryTag}/missing`);
  else yield error(path, `is no moment; ${wanted}`, expiryTag);
}

/** `*` stands for whatever comes there. */
function fits(stack: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(stack);
}
