// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../spec";
import { error, shown } from "./problem";

/** The absolute path of a file, without steps back. */
export function* filePath(path: string, argument: string): Generator<Problem> {
  // eslint-disable-next-line no-control-regex -- a path with control characters is a mistake
  if (!/^(\/[^/\x00-\x1f\x7f]+)+$/.test(path) || /\/\.{1,2}(\/|$)/.test(path)) {
    yield error(argument, `${shown(path)} is not the absolute path of a file, for example "/etc/motd"`);
  }
}
