// SPDX-License-Identifier: Apache-2.0
import { map, ruled, string } from "../../cloud-init/shape";
import { at, error, shown } from "../../cloud-init/validate/problem";

/** https://cloud.google.com/compute/docs/labeling-resources */
export const labels = ruled(map(string), function* (given: Record<string, string | undefined>, path) {
  for (const [name, text = ""] of Object.entries(given)) {
    if (/^[a-z][a-z0-9_-]{0,62}$/.test(name) && /^[a-z0-9_-]{0,63}$/.test(text)) continue;
    yield error(
      at(path, name),
      `${shown(name)} with ${shown(text)} is not a label that Google takes: name and value have at most 63 lower-case ` +
        `letters, digits, "-" and "_", and a name begins with a letter`,
    );
  }
});
