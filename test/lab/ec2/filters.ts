// SPDX-License-Identifier: Apache-2.0
import type { Field, Fields } from "../cloud/shape";
import { ApiError } from "./errors";

export interface Filter {
  name: string;
  values: string[];
}

const filterFields: Fields = {
  name: { type: "string", required: true },
  values: { type: ["string"], required: true },
};

export const filters: Field = { type: [filterFields] };

/** Those that every filter lets through. `*` and `?` are wild cards; `known` reads a value by a filter's name. */
export function select<T extends object>(
  items: T[],
  given: Filter[],
  known: Record<string, (item: T) => string>,
  tags: (item: T) => Record<string, string>,
): T[] {
  for (const { name, values } of given) {
    if (name in known || name === "tag-key" || name.startsWith("tag:")) {
      if (values.length === 0) throw new ApiError("InvalidParameterValue", `The filter '${name}' has no values`);
    } else throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
  }
  return items.filter((item) =>
    given.every(({ name, values }) => {
      const actual =
        name === "tag-key"
          ? Object.keys(tags(item))
          : name.startsWith("tag:")
            ? [tags(item)[name.slice(4)]]
            : [known[name]?.(item)];
      return values.some((value) => actual.some((one) => one !== undefined && wildcard(value).test(one)));
    }),
  );
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "s");
}
