// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import { ownText } from "../../cloud-init/guest-script";
import { assignments } from "../../cloud-init/settings";

const guest = join(__dirname, "guest");

/** The script of this folder's guest/, with what it is told, and the call that starts it. Nothing of it reads what follows. */
export function memberScript(file: string, told: Record<string, string>, calls: string[]): string {
  const parts = ["engine.sh", file].map((name) => ownText(join(guest, name)));
  return [assignments(told), ...parts, `main() {\n${calls.join("\n")}\n}`, "main </dev/null", ""].join("\n");
}
