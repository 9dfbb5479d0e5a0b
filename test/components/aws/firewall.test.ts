// SPDX-License-Identifier: Apache-2.0
import { SecurityGroup } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

import type { FirewallRuleArgs } from "../../../components/aws/args";
import { createRules } from "../../../components/aws/firewall";
import { RecordedProgram } from "../recorded-program";

/** What is registered for one rule: the name, the type and the inputs of each. */
async function registered(direction: "ingress" | "egress", rule: FirewallRuleArgs) {
  const program = await RecordedProgram.start(() => ({}));
  const parent = new pulumi.ComponentResource("test:Host", "web", {}, { protect: true });
  const ruled = {
    group: new SecurityGroup("group"),
    region: "us-east-1",
    tags: pulumi.output({ team: "a" } as Record<string, string>),
  };
  const made = createRules(direction, "web", rule, ruled, parent);
  await new Promise((resolve) => pulumi.all(made.map(({ urn }) => urn)).apply(resolve));
  return program.registrations.filter(({ type }) => type.startsWith("aws:vpc/"));
}

const common = { securityGroupId: "group-id", region: "us-east-1", tags: { team: "a" } };

test.each<[string, FirewallRuleArgs, Record<string, unknown>]>([
  [
    "a port, for IPv6",
    { port: 443, cidrs: ["::/0"] },
    { cidrIpv6: "::/0", ipProtocol: "tcp", fromPort: 443, toPort: 443 },
  ],
  [
    "IPv6 in AWS's notation, whatever the caller's is",
    { port: 443, cidrs: [pulumi.output("2001:0DB8:0:0::/64")] },
    { cidrIpv6: "2001:db8::/64", ipProtocol: "tcp", fromPort: 443, toPort: 443 },
  ],
  [
    "a range of ports, with a description",
    { protocol: "udp", port: 1, toPort: 9, cidrs: ["10.0.0.0/8"], description: "media" },
    { cidrIpv4: "10.0.0.0/8", ipProtocol: "udp", fromPort: 1, toPort: 9, description: "media" },
  ],
  ["each port", { cidrs: ["10.0.0.0/8"] }, { cidrIpv4: "10.0.0.0/8", ipProtocol: "tcp", fromPort: 0, toPort: 65_535 }],
  [
    "ICMP, in place of whose ports AWS has types",
    { protocol: "icmpv6", cidrs: ["::/0"] },
    { cidrIpv6: "::/0", ipProtocol: "icmpv6", fromPort: -1, toPort: -1 },
  ],
  [
    "everything, which has no ports for AWS",
    { protocol: "all", cidrs: ["10.0.0.0/8"] },
    { cidrIpv4: "10.0.0.0/8", ipProtocol: "-1" },
  ],
])("a rule is as AWS wants it: %s", async (_what, rule, inputs) => {
  for (const direction of ["ingress", "egress"] as const) {
    const [made] = await registered(direction, rule);
    expect(made?.inputs).toEqual({ ...common, ...inputs });
    const type = `SecurityGroup${direction === "ingress" ? "Ingress" : "Egress"}Rule`;
    expect(made?.type.endsWith(`:${type}`)).toBe(true);
  }
});

test("each network is a rule of its own, whose name comes from the network and not from its place", async () => {
  const made = await registered("ingress", { port: 22, cidrs: ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"] });
  expect(made.map(({ name }) => name)).toEqual(["web-10.0.0.0-8", "web-2001-db8---32", "web-192.0.2.7-32"]);
});

test("a network that is known late is a rule as well, of the right kind, named for its place", async () => {
  const cidrs = [Promise.resolve("10.0.0.0/8"), pulumi.output("2001:db8::/32")];
  const made = await registered("ingress", { port: 22, cidrs });
  const ports = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
  expect(made.map(({ name, inputs }) => [name, inputs])).toEqual([
    ["web-0", { ...common, ...ports, cidrIpv4: "10.0.0.0/8" }],
    ["web-1", { ...common, ...ports, cidrIpv6: "2001:db8::/32" }],
  ]);
});

test("a rule belongs to the host, and is not protected with it", async () => {
  const [made] = await registered("ingress", { port: 22, cidrs: ["10.0.0.0/8"] });
  expect(made).toMatchObject({ parent: "web" });
  expect(made).not.toHaveProperty("protect");
});
