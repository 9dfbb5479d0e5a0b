// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { localHostProblems } from "../../../components/local/problems";

const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const said = (privateNetwork: unknown, docker?: object) =>
  localHostProblems({ image, privateNetwork, docker } as never).map(({ path, message }) => `${path}: ${message}`);

test.each<[string, object]>([
  ["an address", { address: "10.70.0.11/24" }],
  ["the first and the last of a small network", { address: "10.70.0.1/30" }],
  ["a large network", { address: "10.128.0.1/9" }],
  ["a name", { name: "team.a/lan_1-x", address: "10.70.0.254/24" }],
  ["what is known late", { name: pulumi.output("lan"), address: pulumi.output("10.70.0.1/24") }],
])("%s is taken", (_what, given) => {
  expect(said(given)).toEqual([]);
});

test.each<[string, string]>([
  ["10.70.0.11", `is not an IPv4 address with the length of its network's prefix, for example "10.70.0.11/24"`],
  ["fd00::1/64", `is not an IPv4 address with the length of its network's prefix, for example "10.70.0.11/24"`],
  ["10.70.0.11/31", `has a prefix of 31 bits; use 8 to 30, for example "10.70.0.11/24"`],
  ["10.70.0.11/7", `has a prefix of 7 bits; use 8 to 30, for example "10.70.0.11/24"`],
  ["10.70.0.0/24", `is the network's own address; use one between them, for example "10.70.0.11/24"`],
  ["10.70.0.255/24", `is the address of all its machines; use one between them, for example "10.70.0.11/24"`],
  ["10.79.255.255/12", `is the address of all its machines; use one between them, for example "10.70.0.11/24"`],
  ["203.0.113.7/24", "is none of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, so it would hide a part of the internet"],
  [
    "10.0.2.20/24",
    `overlaps 10.0.2.0/24, by which QEMU leads to the internet; use another network, for example "10.70.0.11/24"`,
  ],
  [
    "10.0.9.1/16",
    `overlaps 10.0.2.0/24, by which QEMU leads to the internet; use another network, for example "10.70.0.11/24"`,
  ],
])("%s is refused, and it is said why", (address, message) => {
  expect(said({ address })).toEqual([`privateNetwork.address: ${JSON.stringify(address)} ${message}`]);
});

test.each<[string, object | undefined, string]>([
  ["172.20.0.5/24", undefined, "172.20.0.0/14"],
  ["192.168.70.5/24", undefined, "192.168.0.0/16"],
  ["10.70.0.5/24", { addressPools: [{ base: "10.64.0.0/12", size: 24 }] }, "10.64.0.0/12"],
  ["10.70.0.5/24", { daemonConfig: { bip: "10.70.0.1/24" } }, "10.70.0.1/24"],
])("%s is refused where Docker may take it: %j", (address, docker, taken) => {
  expect(said({ address }, docker)).toEqual([
    `privateNetwork.address: "${address}" overlaps ${taken}, from which Docker takes its networks; use another network, ` +
      `for example "10.70.0.11/24", or change docker.addressPools`,
  ]);
});

test("a range that Docker no longer takes is free", () => {
  expect(said({ address: "192.168.70.5/24" }, { addressPools: [{ base: "10.200.0.0/16", size: 24 }] })).toEqual([]);
});

test.each<[string, unknown]>([
  ["privateNetwork.address: is missing", {}],
  ["privateNetwork.name: ", { name: "", address: "10.70.0.1/24" }],
  ["privateNetwork.name: ", { name: "a b", address: "10.70.0.1/24" }],
])("%s", (problem, given) => {
  expect(said(given)).toEqual([expect.stringContaining(problem) as string]);
});
