// SPDX-License-Identifier: Apache-2.0
import type { FirewallRuleArgs } from "../../../components/aws/args";
import { written } from "../../../components/aws/firewall-rule";

test.each<[string, Omit<FirewallRuleArgs, "cidrs">]>([
  ["tcp", {}],
  ["tcp-22", { port: 22 }],
  ["tcp-80", { port: 80, toPort: 80 }],
  ["udp-1-9", { protocol: "udp", port: 1, toPort: 9 }],
  ["all", { protocol: "all" }],
])("a rule is written %s", (text, rule) => {
  expect(written(rule)).toBe(text);
});
