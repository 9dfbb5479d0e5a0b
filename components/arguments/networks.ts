// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../../cloud-init";
import { list, type Shape } from "../../cloud-init/shape";
import { network, networkOf } from "../../cloud-init/validate/addresses";
import { at, error, shown } from "../../cloud-init/validate/problem";
import { isLate } from "./output";
import { value } from "./row";

/** Shorter prefixes are as good as the whole internet. */
const widest = { 4: 8, 6: 16 };

/** The code of all by which people reach SSH whom nobody has named. */
export const openCode = "ssh/open-to-the-world";

/** What is wrong with a network that is as good as the whole internet, and what to do in its place. */
export const openToTheWorld = "lets everybody try SSH; name the networks that need it";

/** Whether a network in CIDR form is as good as the whole internet. */
export function isWholeInternet(cidr: string): boolean {
  const found = network(cidr);
  return found !== undefined && found.prefix < widest[found.family];
}

interface Demands {
  /** What the platform takes. */
  families: (4 | 6)[];
  /** Whether the network lets somebody in to SSH who has to be named. */
  isGuarded: (above: readonly unknown[]) => boolean;
}

/** A network in CIDR form, by its own address. */
export function cidr({ families, isGuarded }: Demands): Shape {
  return value(function* (given, path, above) {
    const found = typeof given === "string" ? network(given) : undefined;
    if (!found || !families.includes(found.family)) {
      const form = families.length === 1 ? `an IPv${families.join()} network` : "a network";
      yield error(path, `${shown(given)} is not ${form} in CIDR form, for example "${example(given, families)}"`);
    } else if (found.address !== found.base) {
      yield error(path, `${shown(given)} has bits behind its prefix; use "${found.base}/${found.prefix}"`);
    } else if (isWholeInternet(given as string) && isGuarded(above)) {
      const allowed = "or set allowSshFromAnywhere to true if that is what you want";
      yield error(path, `${shown(given)} ${openToTheWorld}, ${allowed}`, openCode);
    }
  });
}

/** A single address needs no more than its length. */
function example(given: unknown, families: (4 | 6)[]): string {
  if (typeof given === "string") {
    const whole = networkOf(given);
    if (whole && families.includes(whole.family)) return `${given}/${whole.prefix}`;
  }
  return "203.0.113.0/24";
}

/** Networks of which each is of that form. */
export function cidrs(demands: Demands): Shape {
  return list(cidr(demands));
}

/** A problem for each network that is here already, in whatever notation. Those that are known late are passed over. */
export function* sameNetworks(
  given: readonly unknown[] = [],
  path: string,
  seen = new Set<string>(),
): Generator<Problem> {
  for (const [i, one] of given.entries()) {
    const found = isLate(one) || typeof one !== "string" ? undefined : network(one);
    // One by another address than its own has been told of.
    if (!found || found.address !== found.base) continue;
    const key = `${found.base}/${found.prefix}`;
    if (seen.has(key)) yield error(at(path, i), `${shown(one)} is here twice; keep one of them`);
    seen.add(key);
  }
}
