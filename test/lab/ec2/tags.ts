// SPDX-License-Identifier: Apache-2.0
import type { Failure } from "../cloud/shape";
import { isMap, unknown } from "../../../tools/stand-ins/command-provider/values";
import { ApiError } from "./errors";
import type { Tags } from "./records";

const letters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The provider leaves tags to the API, which refuses them when the resource is made. */
export function acceptTags(tags: unknown): Tags {
  const [problem] = tagProblems(tags);
  if (problem) throw problem;
  return isMap(tags) ? (tags as Tags) : {};
}

function tagProblems(tags: unknown): ApiError[] {
  if (!isMap(tags)) return [];
  const entries = Object.entries(tags).map(([key, value]) => [key, String(value)] as const);
  const invalid = (message: string) => new ApiError("InvalidParameterValue", message);
  return [
    ...(entries.length > 50
      ? [new ApiError("TagLimitExceeded", "The maximum number of tags for a resource (50) has been reached.")]
      : []),
    ...entries.flatMap(([key, value]) => [
      ...(key.length < 1 || key.length > 128 || !letters.test(key)
        ? [invalid(`Tag key '${key}' is invalid: it must have 1 to 128 letters, digits, spaces or _.:/=+-@`)]
        : []),
      ...(/^aws:/i.test(key) ? [invalid("Tag keys starting with 'aws:' are reserved for internal use")] : []),
      ...(value.length > 256 || !letters.test(value)
        ? [invalid(`Tag value '${value}' is invalid: it must have at most 256 letters, digits, spaces or _.:/=+-@`)]
        : []),
    ]),
  ];
}

/** IMDS can only show tags whose keys fit into a path. */
export function checkMetadataTags(tags: unknown, enabled: boolean): Failure[] {
  if (!enabled || !isMap(tags) || (tags as unknown) === unknown) return [];
  return Object.keys(tags)
    .filter((key) => !/^[A-Za-z0-9+\-=._:,@!]+$/.test(key) || [".", "..", "_index"].includes(key))
    .map((key) => ({
      property: "tags",
      reason: `'${key}' is not a valid tag key: with instanceMetadataTags enabled a key may only have letters, digits and + - = . , _ : @`,
    }));
}
