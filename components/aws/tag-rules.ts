// SPDX-License-Identifier: Apache-2.0
import { map, ruled, string } from "../../cloud-init/shape";
import { at, error, shown } from "../../cloud-init/validate/problem";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html */
const key = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;
const text = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** Of one resource, of which the most that are ours are on an image, the lists of its packages not counted. */
const most = 50;
const ours = 6;

export const tags = ruled(map(string), function* (given: Record<string, string | undefined>, path) {
  const count = Object.keys(given).length;
  if (count > most - ours)
    yield error(path, `has ${count} tags, and AWS takes ${most} of which ${ours} are ours; use at most ${most - ours}`);
  for (const [name, said] of Object.entries(given)) {
    if (key.test(name) && (said === undefined || text.test(said))) continue;
    yield error(
      at(path, name),
      `${shown(name)} with ${shown(said)} is not a tag that AWS takes: a name has at most 128 characters and does not begin ` +
        `with "aws:", a value at most 256, both of letters, digits, spaces and _.:/=+-@`,
    );
  }
});
