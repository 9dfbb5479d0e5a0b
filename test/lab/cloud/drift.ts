// SPDX-License-Identifier: Apache-2.0
import { isMap, type Properties } from "../../../tools/stand-ins/command-provider/values";

/** The inputs with what they have become in the cloud, so that the next `up` sees what to put back. */
export function drifted(inputs: Properties, now: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, key in now ? within(value, now[key]) : value]),
  );
}

/** Only as far as something was given: what the cloud has filled in is nobody's input. */
function within(given: unknown, now: unknown): unknown {
  if (Array.isArray(given) && Array.isArray(now) && given.length === now.length)
    return given.map((item, index) => within(item, now[index]));
  return isMap(given) && isMap(now) && Object.keys(given).every((key) => key in now) ? drifted(given, now) : now;
}
