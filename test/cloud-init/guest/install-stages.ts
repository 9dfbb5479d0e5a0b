// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The stages of the install script, in the order in which they run. */
export function installStages(): string[] {
  const script = readFileSync(join(__dirname, "../../../cloud-init/guest/install.sh"), "utf8");
  const [, list = ""] = /^for stage in (.*); do$/m.exec(script) ?? [];
  return list.replace("$(declare -F options)", "options").split(" ");
}
