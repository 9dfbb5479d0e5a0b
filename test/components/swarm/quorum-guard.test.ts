// SPDX-License-Identifier: Apache-2.0
import { losesQuorum } from "../../../components/swarm/quorum-guard";
import { order } from "./world";

const three = order(["m1", "m2", "m3", "w1"]);
const now = (...replaced: string[]) =>
  ["m1", "m2", "m3"].map((name) => ({
    name,
    deletedFirst: true,
    machineId: replaced.includes(name) ? undefined : name,
  }));

test("an update that leaves more than half of the managers is no loss", () => {
  for (const replaced of [[], ["m1"], ["m3"]]) expect(losesQuorum(three, now(...replaced))).toBeUndefined();
});

test("one that deletes more before others take their place is refused, with the way to do it", () => {
  expect(losesQuorum(three, now("m1", "m3"))).toBe(
    "m1, m3: 2 of 3 managers would be deleted before others take their place, and with them the swarm and its services; " +
      "replace one at a time, with --target and --target-dependents; to make another swarm, destroy this one first: pulumi destroy --target 'URN'",
  );
});

test("a manager that is alone cannot be replaced so", () => {
  expect(losesQuorum(order(["m1"]), now("m1").slice(0, 1))).toMatch(/; have 3 managers, and replace one at a time; /);
});

test("machines whose successors come first are no loss, and neither are those that leave the arguments", () => {
  const others = now("m1", "m2", "m3").map((one) => ({ ...one, deletedFirst: false }));
  expect(losesQuorum(three, others)).toBeUndefined();
  expect(losesQuorum(three, [])).toBeUndefined();
});

test("workers count for nothing", () => {
  expect(losesQuorum(order(["m1", "w1"]), [{ name: "w1", deletedFirst: true, machineId: undefined }])).toBeUndefined();
});
