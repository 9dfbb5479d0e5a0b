// SPDX-License-Identifier: Apache-2.0
import { map, ruled, string } from "../../cloud-init/shape";
import { at, error, shown } from "../../cloud-init/validate/problem";

/** https://cloud.google.com/compute/docs/labeling-resources */
export const labels = ruled(map(string), function* (given: Record<string, string | undefined>, path) {
  for (const [key, text = ""] of Object.entries(given)) {
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(key)) {
      yield error(at(path, key), `is not a label's key: use at most 63 lower-case letters, digits, "-" and "_"`);
    }
    if (!/^[a-z0-9_-]{0,63}$/.test(text)) {
      yield error(
        at(path, key),
        `${shown(text)} is not a label's value: use at most 63 lower-case letters, digits, "-" and "_"`,
      );
    }
  }
});
