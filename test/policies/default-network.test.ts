// SPDX-License-Identifier: Apache-2.0
import { later, type Resource, violations } from "./violations";

const nic = { network: "default", accessConfigs: [{}] };
const machine = (more: object = {}, type = "instance:Instance"): Resource => ({
  type: `gcp:compute/${type}`,
  props: { networkInterfaces: [nic], tags: ["web"], ...more },
});
const closed = {
  network: "default",
  direction: "INGRESS",
  priority: 65_533,
  denies: [{ protocol: "tcp", ports: ["22"] }],
  sourceRanges: ["0.0.0.0/0"],
  targetTags: ["web"],
};
const rule = (more: object = {}): Resource => ({
  type: "gcp:compute/firewall:Firewall",
  name: "deny",
  props: { ...closed, ...more },
});
const bothFamilies = machine({ networkInterfaces: [{ ...nic, ipv6AccessConfigs: [{}] }] });
const said = expect.stringMatching(
  /^ssh-open-by-default-network: networkInterfaces\[0\]\.(sub)?network: .*\(ssh\/open-to-the-world\)$/,
) as string;

test.each<[string, Resource[]]>([
  ["alone", [machine()]],
  ["by its link", [machine({ networkInterfaces: [{ ...nic, network: "projects/p/global/networks/default" }] })]],
  ["made of a template", [machine({}, "instanceTemplate:InstanceTemplate")]],
  ["by IPv6", [machine({ networkInterfaces: [{ network: "default", ipv6AccessConfigs: [{}] }] })]],
  ["beside a rule for others", [machine(), rule({ targetTags: ["db"] })]],
  ["beside a rule for another network", [machine(), rule({ network: "hosts" })]],
  ["beside a rule that counts no more than Google's", [machine(), rule({ priority: 65_534 })]],
  ["beside a rule of other ports", [machine(), rule({ denies: [{ protocol: "tcp", ports: ["80"] }] })]],
  ["beside a rule of some sources", [machine(), rule({ sourceRanges: ["198.51.100.0/24"] })]],
  ["beside a rule of half of the world", [machine(), rule({ sourceRanges: ["0.0.0.0/1"] })]],
  ["beside a rule of IPv6", [machine(), rule({ sourceRanges: ["::/0"] })]],
  ["by IPv6 beside a rule of IPv4", [bothFamilies, rule()]],
  ["by IPv6 beside a rule of no sources, which is of IPv4", [bothFamilies, rule({ sourceRanges: undefined })]],
  ["beside a rule of some tags", [machine(), rule({ sourceRanges: [], sourceTags: ["db"] })]],
  ["by its subnetwork", [machine({ networkInterfaces: [{ ...nic, network: undefined, subnetwork: "default" }] })]],
  [
    "by its subnetwork's link",
    [machine({ networkInterfaces: [{ ...nic, network: later, subnetwork: "regions/r/subnetworks/default" }] })],
  ],
  ["beside a rule that is off", [machine(), rule({ disabled: true })]],
  ["beside a rule for accounts", [machine(), rule({ targetTags: undefined, targetServiceAccounts: ["a@b.c"] })]],
])("a public machine on the network default, %s, lies open", async (_what, resources) => {
  expect(await violations(resources)).toEqual([said]);
});

test("what is said names the addresses from which it is open", async () => {
  expect(await violations([bothFamilies])).toEqual([expect.stringContaining(" from 0.0.0.0/0 and ::/0 to ")]);
  expect(await violations([bothFamilies, rule()])).toEqual([expect.stringContaining(" deny tcp:22 from ::/0 to ")]);
});

test.each<[string, Resource[]]>([
  ["a rule closes", [machine(), rule()]],
  ["a rule for all machines closes", [machine(), rule({ targetTags: undefined, denies: [{ protocol: "all" }] })]],
  ["a rule closes to everybody", [machine(), rule({ sourceRanges: undefined, priority: undefined })]],
  ["a rule without tags closes", [machine(), rule({ targetTags: [], targetServiceAccounts: [] })]],
  ["two rules close by family", [bothFamilies, rule(), rule({ sourceRanges: ["::/0"] })]],
  ["a rule of late ports may close", [machine(), rule({ denies: [{ protocol: "tcp", ports: later }] })]],
  ["a rule of a late port may close", [machine(), rule({ denies: [{ protocol: "tcp", ports: [later] }] })]],
  ["a rule of a late protocol may close", [machine(), rule({ denies: [{ protocol: later }] })]],
  ["a late rule may close", [machine(), rule({ denies: later })]],
  ["a rule of late sources may close", [machine(), rule({ sourceRanges: ["10.0.0.0/8", later] })]],
  ["a rule for a late tag may close", [machine(), rule({ targetTags: ["db", later] })]],
  ["a rule may close, which the update will show", [machine({ tags: later }), rule({ targetTags: ["db"] })]],
  ["has no public address", [machine({ networkInterfaces: [{ network: "default", accessConfigs: [] }] })]],
  ["is on another network", [machine({ networkInterfaces: [{ ...nic, network: "hosts" }] })]],
  [
    "is on a subnetwork of that name of another network",
    [machine({ networkInterfaces: [{ ...nic, network: "hosts", subnetwork: "default" }] })],
  ],
  ["is on a network that is known later", [machine({ networkInterfaces: [{ ...nic, network: later }] })]],
])("one that %s does not", async (_what, resources) => {
  expect(await violations(resources)).toEqual([]);
});
