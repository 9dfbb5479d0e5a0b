// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import type { Outcome } from "./outcome";

test("hosts work under mocks that know nothing of them, in preview and up, and all that they are made of is there", () => {
  const program = join(__dirname, "plain-mocks.ts");
  const output = execFileSync(process.execPath, ["--import", "tsx", program], { encoding: "utf8" });
  const outcomes = Object.entries(JSON.parse(output) as Record<string, Outcome>);
  expect(outcomes).toHaveLength(40);
  for (const [what, { messages, registered }] of outcomes) {
    expect([what, messages]).toEqual([what, []]);
    const last = what.startsWith("a template") ? /-template$/ : /-check$/;
    expect([what, registered]).toEqual([what, expect.arrayContaining([expect.stringMatching(last)])]);
  }
});
