// SPDX-License-Identifier: Apache-2.0
import { plain, type Shape } from "../../cloud-init/shape";
import { error, shown } from "../../cloud-init/validate/problem";
import { value } from "../arguments/row";

/** A day: longer than any boot, shorter than a mistaken number of milliseconds. */
const longest = 86_400;

/** A whole number of seconds. */
export function limit(usual: number): Shape {
  return plain(
    value(function* (given, path) {
      if (Number.isInteger(given) && (given as number) >= 1 && (given as number) <= longest) return;
      const wanted = `use a whole number from 1 to ${longest}, or leave it out for ${usual}`;
      yield error(path, `${shown(given)} is not a limit in seconds; ${wanted}`);
    }),
  );
}
