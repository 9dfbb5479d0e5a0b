// SPDX-License-Identifier: Apache-2.0
// The programs of macOS that machine.sh uses, as far as they differ from those of Linux: their options, as getopts reads them.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import type { Commands } from "../../scratch-path";

const options: Record<string, string> = {
  awk: "F:v:f:",
  cat: "belnstuv",
  cksum: "o:",
  df: "abcgHhIiklmnPT:tY",
  find: "EHLPXdf:sx",
  mkdir: "m:pv",
  mv: "fhinv",
  od: "A:aBbcDdeFfHhIij:LlN:Oost:vXx",
  ps: "AaCcEefG:ghjLlMmO:o:p:rSTt:U:u:vwXx",
  rm: "dfiIPRrvWx",
  rmdir: "pv",
  sleep: "",
  tr: "Ccdsu",
};

const strict = join(__dirname, "strict");

/** For a scratch PATH. `df` is one that knows the disk of a test. */
export function programsOfMacOS(shims: string): Commands {
  return Object.fromEntries(
    Object.entries(options).map(([name, allowed]) => {
      const real =
        name === "df"
          ? join(shims, name)
          : execFileSync("bash", ["-c", `type -P ${name}`], { encoding: "utf8" }).trim();
      return [name, `exec /bin/bash '${strict}' ${name} '${allowed}' '${real}' "$@"`];
    }),
  );
}
