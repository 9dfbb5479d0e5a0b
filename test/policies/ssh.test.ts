// SPDX-License-Identifier: Apache-2.0
import { awsHostProblems, gcpHostProblems } from "../../components/problems";
import { broken, later, violations } from "./violations";

const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const oldRule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const group = "aws:ec2/securityGroup:SecurityGroup";
const firewall = "gcp:compute/firewall:Firewall";
const ssh = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
const policy = "ssh-open-to-the-world";

test.each<[string, string, Record<string, unknown>]>([
  ["port 22", rule, { ...ssh, cidrIpv4: "0.0.0.0/0" }],
  ["half of the world", rule, { ...ssh, cidrIpv4: "128.0.0.0/1" }],
  ["IPv6", rule, { ...ssh, cidrIpv6: "::/0" }],
  ["a range around it", rule, { ...ssh, fromPort: 0, toPort: 65_535, cidrIpv4: "0.0.0.0/0" }],
  ["every protocol", rule, { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }],
  ["tcp by its number", rule, { ...ssh, ipProtocol: "6", cidrIpv4: "0.0.0.0/0" }],
  [
    "an older kind of rule",
    oldRule,
    { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] },
  ],
  ["a rule in a group", group, { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: ["::/0"] }] }],
  ["Google's port 22", firewall, { allows: [{ protocol: "tcp", ports: ["22"] }], sourceRanges: ["0.0.0.0/0"] }],
  ["Google's range", firewall, { allows: [{ protocol: "TCP", ports: ["80", "20-30"] }], sourceRanges: ["::/0"] }],
  ["Google's every port", firewall, { allows: [{ protocol: "tcp" }], sourceRanges: ["0.0.0.0/0"] }],
  ["Google's every protocol", firewall, { allows: [{ protocol: "all" }], sourceRanges: ["0.0.0.0/0"] }],
  ["Google's default of sources", firewall, { allows: [{ protocol: "tcp", ports: ["22"] }] }],
])("%s for everybody is refused", async (_what, type, props) => {
  expect(await broken(type, props)).toEqual([policy]);
});

test.each<[string, string, Record<string, unknown>]>([
  ["a network that is named", rule, { ...ssh, cidrIpv4: "203.0.113.0/24" }],
  ["another port", rule, { ...ssh, fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }],
  ["another protocol", rule, { ...ssh, ipProtocol: "udp", cidrIpv4: "0.0.0.0/0" }],
  ["another group", rule, { ...ssh, referencedSecurityGroupId: "sg-0a" }],
  ["a network that is known later", rule, { ...ssh, cidrIpv4: later }],
  ["a port that is known later", rule, { ...ssh, toPort: later, cidrIpv4: "0.0.0.0/0" }],
  ["a rule outwards", oldRule, { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  ["a group without rules", group, { description: "none" }],
  ["Google's rule outwards", firewall, { direction: "EGRESS", allows: [{ protocol: "all" }] }],
  ["Google's rule that is off", firewall, { disabled: true, allows: [{ protocol: "all" }] }],
  ["Google's rule for tags", firewall, { allows: [{ protocol: "tcp", ports: ["22"] }], sourceTags: ["bastion"] }],
  ["Google's rule that denies", firewall, { denies: [{ protocol: "all" }], sourceRanges: ["0.0.0.0/0"] }],
  ["Google's late ports", firewall, { allows: [{ protocol: "tcp", ports: later }] }],
  ["Google's late port", firewall, { allows: [{ protocol: "tcp", ports: ["80", later] }] }],
  ["Google's rule that may be off", firewall, { disabled: later, allows: [{ protocol: "all" }] }],
  ["Google's late sources", firewall, { allows: [{ protocol: "all" }], sourceRanges: later }],
])("%s passes", async (_what, type, props) => {
  expect(await broken(type, props)).toEqual([]);
});

test("a violation has the path, the words and the code of the components' own problem", async () => {
  const [said = ""] = await violations([{ type: rule, props: { ...ssh, cidrIpv4: "0.0.0.0/0" } }]);
  expect(said).toBe(
    `${policy}: cidrIpv4: "0.0.0.0/0" lets everybody try SSH; name the networks that need it (ssh/open-to-the-world)`,
  );
  const own = [
    ...awsHostProblems({ sshIngressCidrs: ["0.0.0.0/0"] }),
    ...gcpHostProblems("web", { sshSourceRanges: ["0.0.0.0/0"] }),
  ];
  for (const { message, code } of own) {
    expect(message).toMatch(/^"0\.0\.0\.0\/0" lets everybody try SSH; name the networks that need it, or /);
    expect(said).toContain(`(${code})`);
  }
});
