// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { expiry, stackName } from "../../../components/ephemeral/name";

const moments = fc.date({ min: new Date("2026-01-01"), max: new Date("2099-01-01"), noInvalidDate: true });

test("a name says when the stack expires, to the second", () => {
  fc.assert(
    fc.property(moments, (moment) => {
      moment.setMilliseconds(0);
      expect(expiry(stackName(moment))).toEqual(moment);
    }),
  );
});

test("a name is one for Pulumi and for labels, and no two are alike", () => {
  const names = Array.from({ length: 1000 }, () => stackName(new Date()));
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  "dev",
  "ephemeral",
  "ephemeral-20261124t180000z",
  "ephemeral-20261124t180000z-xyz",
  "ephemeral-20269924t180000z-1f0c6b3a",
  "my-ephemeral-20261124t180000z-1f0c6b3a",
])("%s is not a throw-away stack", (name) => expect(expiry(name)).toBeUndefined());
