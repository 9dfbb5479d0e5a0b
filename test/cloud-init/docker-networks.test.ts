// SPDX-License-Identifier: Apache-2.0
import { dockerNetworks, takenFrom } from "../../cloud-init/docker-networks";

const own = dockerNetworks({});
const pools = [{ base: "10.200.0.0/16", size: 24 }];

test("Docker's own ranges are those of its documentation", () => {
  expect(own).toEqual([
    ...["172.17.0.0/16", "172.18.0.0/16", "172.19.0.0/16", "172.20.0.0/14", "172.24.0.0/14", "172.28.0.0/14"],
    "192.168.0.0/16",
  ]);
});

test.each([
  ["Docker's own ranges", {}, own],
  ["the caller's", { "default-address-pools": pools }, ["10.200.0.0/16"]],
  [
    "its own, and the caller's for docker0",
    { bip: "10.9.0.1/24", "fixed-cidr": "10.9.0.128/25" },
    ["10.9.0.1/24", ...own],
  ],
  [
    "the caller's for containers as well",
    { "fixed-cidr": "10.9.0.0/24", "default-address-pools": pools },
    ["10.9.0.0/24", "10.200.0.0/16"],
  ],
])("Docker takes its networks from %s", (_what, daemon, expected) => {
  expect(dockerNetworks(daemon)).toEqual(expected);
});

test.each<[string, string, string, object, string | undefined]>([
  ["has nothing in common with Docker's", "10.0.0.0/16", "10.0.1.0/24", {}, undefined],
  ["lies in one part, which Docker leaves to the machine", "172.17.0.0/16", "172.17.3.0/24", {}, undefined],
  ["is AWS's default one", "172.31.0.0/16", "172.31.16.0/20", {}, undefined],
  ["has other parts", "172.16.0.0/12", "172.17.3.0/24", {}, "172.18.0.0/16"],
  ["has others only", "172.16.0.0/12", "172.16.3.0/24", {}, "172.17.0.0/16"],
  ["is larger than a part", "192.168.0.0/16", "192.168.1.0/24", {}, "192.168.0.0/16"],
  ["is larger than a part, and all of it is the machine's own", "192.168.0.0/16", "192.168.0.0/16", {}, undefined],
  ["is within a part that the machine's network shares", "192.168.0.0/22", "192.168.1.0/24", {}, undefined],
  ["shares a part with the machine's, which lies beside it", "192.168.0.0/22", "192.168.8.0/24", {}, undefined],
  ["lies in a part of a larger range", "172.20.0.0/16", "172.20.1.0/24", {}, undefined],
  ["lies in another part than the machine's", "172.21.0.0/16", "172.20.1.0/24", {}, "172.20.0.0/14"],
  ["is of unknown parts", "192.168.0.0/22", "", {}, "192.168.0.0/16"],
  ["is not known", "", "", {}, undefined],
  ["meets the caller's pools", "10.0.0.0/8", "10.0.1.0/24", { "default-address-pools": pools }, "10.200.0.0/16"],
  [
    "meets Docker's own where the caller's are others",
    "172.16.0.0/12",
    "172.17.3.0/24",
    { "default-address-pools": pools },
    undefined,
  ],
  [
    "holds docker0's address, which Docker does not look at",
    "10.9.0.0/16",
    "10.9.0.0/24",
    { bip: "10.9.0.1/24" },
    "10.9.0.1/24",
  ],
])("a network that %s: %s around %s", (_what, around, machines, daemon, expected) => {
  expect(takenFrom(around, machines, { ...daemon })).toBe(expected);
});
