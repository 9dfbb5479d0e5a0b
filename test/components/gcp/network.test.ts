// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { hostTag } from "../../../components/gcp/network";

test("any host has a network tag that Google takes, and no other host has the same", () => {
  const name = fc.string({ maxLength: 80 });
  fc.assert(fc.property(name, (text) => /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(hostTag("project", "stack", text))));
  const tags = [hostTag("a", "b", "web"), hostTag("a", "c", "web"), hostTag("b", "b", "web"), hostTag("a", "b", "db")];
  expect(new Set(tags).size).toBe(4);
});
