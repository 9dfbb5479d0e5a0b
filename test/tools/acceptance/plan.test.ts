// SPDX-License-Identifier: Apache-2.0
import type { RunOrder } from "../../../tools/acceptance/order";
import { plan } from "../../../tools/acceptance/plan";
import { estimate } from "../../../tools/acceptance/prices";

const order: RunOrder = {
  ...{ target: "aws", prefix: "try", ttlMinutes: 120, parts: ["host", "image", "swarm"], args: {}, config: {} },
  keep: false,
};
const account = {
  shown: [["account", "123456789012, as user/alice"] as const],
  ...{ id: "123456789012", hidden: [], config: {}, region: "eu-central-1" },
};

test("whose account it is, what is made, how it is called, when it ends and what it costs is said in 80 columns", () => {
  const text = plan(order, account, [{ order: { prefix: "killed" } }]);
  expect(text).toMatch(/^ {2}account {2}123456789012, as user\/alice$/m);
  expect(text).toMatch(/^ {2}first {4}what is left of killed is removed$/m);
  expect(text).toMatch(/^ {2}image {4}a machine of 120 minutes at most, its image/m);
  expect(text).toMatch(/^ {2}names {4}try-.*docker-host-test=try/m);
  expect(text).toMatch(/^ {2}ends {5}each machine by itself after 120 minutes; all is removed at the end$/m);
  for (const part of order.parts) expect(text).toMatch(new RegExp(`^  ${part} `, "m"));
  expect(text).toMatch(/^ {2}cost {5}about \d\.\d\d USD; \d\.\d\d if none of 6 machines ends before its time$/m);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("who keeps what was made is told that it stays, and what of it stays for longer than the machines", () => {
  const text = plan({ ...order, keep: true }, account, []);
  expect(text).toContain("till then all stays (--keep)");
  expect(text).toContain("an image, which costs: until --reap");
});

test("it costs more where machines live longer, have larger disks or are more, and never nothing", () => {
  const { usual = 0, most = 0 } = estimate(order) ?? {};
  expect(usual).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(usual);
  const disks = [{ diskGiB: 500 }, { dataVolume: { sizeGiB: 500 } }].map((args) => ({ args }));
  const dearer = [{ ttlMinutes: 240 }, ...disks].map((more) => estimate({ ...order, ...more })?.most);
  for (const cost of dearer) expect(cost).toBeGreaterThan(most);
  expect(estimate({ ...order, parts: ["host"] })?.most).toBeLessThan(most);
});

test("the machine that becomes an image counts with its own time, whatever --ttl says", () => {
  const most = (part: "host" | "image") => estimate({ ...order, parts: [part], ttlMinutes: 30 })?.most;
  expect(most("image")).toBeGreaterThan(most("host") ?? Infinity);
});

test("the price of another type of machine is not guessed", () => {
  const args = { instanceType: "m7i.24xlarge" };
  expect(estimate({ ...order, args })).toBeUndefined();
  expect(plan({ ...order, args }, account, [])).toContain("not known: ");
});
