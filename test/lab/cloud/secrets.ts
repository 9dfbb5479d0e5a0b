// SPDX-License-Identifier: Apache-2.0
import { isMap, isSecret, type Properties, secret } from "../../../tools/stand-ins/command-provider/values";

/** Makes those properties secret that hold, or hide somewhere in them, a secret in the pattern. */
export function sealLike(pattern: Properties, values: Properties): Properties {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, holdsSecret(pattern[key]) ? secret(value) : value]),
  );
}

function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isMap(value) && Object.values(value).some(holdsSecret);
}
