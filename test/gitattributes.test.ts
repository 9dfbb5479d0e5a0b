// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { root } from "../tools/shared/places";

test("Git gives every text of this repository Linux's line ends, whatever core.autocrlf says", () => {
  // Of a link it says no line ends.
  const { stdout } = spawnSync("git", ["ls-files", "--eol"], { cwd: root, encoding: "utf8" });
  const lines = stdout.trimEnd().split("\n");
  expect(lines.filter((line) => !/^i\/(lf|none|-text)? +w\/\S* +attr\/text=auto eol=lf /.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(500);
});
