// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { fromSources } from "../../tools/shared/places";
import type { Outcome } from "./outcome";

/** What is made last of those that are no hosts. */
const lasts = { "a template": /-template$/, "what is between members": /-(egress-encryption|members-deny)$/ };

test("hosts work under mocks that know nothing of them, in preview and up, and all that they are made of is there", () => {
  const program = join(__dirname, "plain-mocks.ts");
  const output = execFileSync(process.execPath, ["--require", fromSources, program], { encoding: "utf8" });
  const outcomes = Object.entries(JSON.parse(output) as Record<string, Outcome>);
  expect(outcomes).toHaveLength(48);
  for (const [what, { messages, registered }] of outcomes) {
    expect([what, messages]).toEqual([what, []]);
    const last = Object.entries(lasts).find(([kind]) => what.startsWith(kind))?.[1] ?? /-check$/;
    expect([what, registered]).toEqual([what, expect.arrayContaining([expect.stringMatching(last)])]);
  }
});
