// SPDX-License-Identifier: Apache-2.0
import { output } from "@pulumi/pulumi";

import { fields } from "../../../cloud-init/shape";
import { shapeProblems } from "../../../cloud-init/validate/shape";
import { cidr, sameNetworks } from "../../../components/arguments/networks";

const open = "lets everybody try SSH";
const said = (value: unknown, families: (4 | 6)[] = [4, 6], isGuarded = true) =>
  shapeProblems({ a: value }, fields({ a: cidr({ families, isGuarded: () => isGuarded }) })).map(
    ({ message }) => message.split(";")[0],
  );

test.each<[unknown, string]>([
  ["203.0.113.7", 'is not a network in CIDR form, for example "203.0.113.7/32"'],
  ["2001:db8::7", 'is not a network in CIDR form, for example "2001:db8::7/128"'],
  ["010.0.0.0/8", 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  ["10.0.0.0/33", 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  ["2001:db8::/129", 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  ["10.0.0.0/", 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  ["10.0/8", 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  [7, 'is not a network in CIDR form, for example "203.0.113.0/24"'],
  ["10.1.2.3/8", "has bits behind its prefix"],
  ["::1/127", "has bits behind its prefix"],
  ["::ffff:10.0.0.0/95", "has bits behind its prefix"],
  ["0.0.0.0/1", open],
  ["10.0.0.0/7", open],
  ["2000::/15", open],
])("%j is refused: %s", (value, message) => {
  expect(said(value)[0]).toContain(message);
});

test.each(["10.0.0.0/8", "203.0.113.7/32", "2001::/16", "2001:DB8:0:0::/64", "::1/128"])("%s is taken", (value) => {
  expect(said(value)).toEqual([]);
});

test("a network is given by its own address", () => {
  expect(shapeProblems("2001:db8::7/64", cidr({ families: [6], isGuarded: () => true }), "a")[0]?.message).toBe(
    '"2001:db8::7/64" has bits behind its prefix; use "2001:db8::/64"',
  );
});

test("where nobody is to be kept out, any width is taken, and of one family only that", () => {
  expect(said("0.0.0.0/0", [4], false)).toEqual([]);
  expect(said("::/0", [4], false)[0]).toMatch(/is not an IPv4 network in CIDR form, for example "203/);
  expect(said("2001:db8::7", [4], false)[0]).toMatch(/for example "203\.0\.113\.0\/24"$/);
});

test("the same network is found in any notation; what cannot be compared is left alone", () => {
  const list = ["10.0.0.0/8", "2001:db8::/64", "2001:0DB8::0/64", output("10.0.0.0/8"), "10.0.0.1/8", 7, "10.0.0.0/8"];
  expect([...sameNetworks(list, "list")].map(({ path }) => path)).toEqual(["list[2]", "list[6]"]);
});
