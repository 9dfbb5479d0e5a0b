// SPDX-License-Identifier: Apache-2.0
import { machine, neededModules } from "../../cloud-init/machine";
import { specOf } from "./spec-of";

test("of a machine of which nothing is asked, nothing is said", () => {
  expect(machine(specOf())).toStrictEqual({});
});

test.each([
  ["net.bridge.bridge-nf-call-iptables", ["br_netfilter"]],
  ["net/bridge/bridge-nf-call-iptables", ["br_netfilter"]],
  ["net.netfilter.nf_conntrack_max", ["nf_conntrack"]],
  ["net.nf_conntrack_max", ["nf_conntrack"]],
  ["net.ipv4.vs.conntrack", ["ip_vs"]],
  ["user.net.bridge.x", []],
  ["user.net.nf_conntrack_x", []],
  ["user.net.ipv4.vs.x", []],
])("the kernel parameter %s needs %j", (name, modules) => {
  expect(neededModules(specOf({ sysctls: { [name]: "1" } }))).toEqual(modules);
});
