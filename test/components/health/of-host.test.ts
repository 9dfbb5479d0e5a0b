// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { givenOf, ofHost } from "../../../components/health/of-host";
import type { Settlement } from "../../../components/health/settlement";

test("what only the check of a host of ours is given goes with its arguments, and is none of them", () => {
  const args = { connection: { host: "192.0.2.1" }, dockerUsers: [] };
  const more = {
    settlement: pulumi.output({} as Settlement),
    answersAt: () => Promise.resolve({ host: "127.0.0.1" }),
  };
  expect(givenOf(ofHost(args, more))).toBe(more);
  expect(Object.keys(args)).toEqual(["connection", "dockerUsers"]);
  expect([givenOf({ ...args }), givenOf(undefined)]).toEqual([{}, {}]);
});
