// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from "node:util";

import { shapes } from "./shapes";
import { type Properties, reveal, unknown } from "./values";

/** What a creation will give: nobody knows yet what the command will write. */
export function previewCreate(inputs: Properties): Properties {
  return { ...inputs, stdout: unknown, stderr: unknown };
}

/** What an update will give. Like the original this misses an input that is new, because it looks for those that it had. */
export function previewUpdate(type: string, state: Properties, inputs: Properties): Properties {
  const [before, after] = [reveal(state) as Properties, reveal(inputs) as Properties];
  const changed = Object.keys(shapes[type]?.fields ?? {}).some(
    (key) => after[key] === unknown || (before[key] !== undefined && !isDeepStrictEqual(before[key], after[key])),
  );
  return {
    ...inputs,
    ...(changed ? { stdout: unknown, stderr: unknown } : { stdout: state.stdout, stderr: state.stderr }),
  };
}
