// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../../../cloud-init";
import { saidOfKeys } from "./said";

describe("the addresses of docker0", () => {
  const wrong: [CloudConfig, string][] = [
    [
      { bip: "192.168.17.0/24" },
      '.bip: "192.168.17.0/24" is the network, and the bridge needs an address of its own in it; write "192.168.17.1/24"',
    ],
    [{ bip: "192.168.17.1" }, '.bip: "192.168.17.1" lacks the length of its network; write "192.168.17.1/24"'],
    [
      { bip: "192.168.17.0" },
      '.bip: "192.168.17.0" is the network, and the bridge needs an address of its own in it; write "192.168.17.1/24"',
    ],
    [
      { bip: "10.0.0.128/25" },
      '.bip: "10.0.0.128/25" is the network, and the bridge needs an address of its own in it; write "10.0.0.129/25"',
    ],
    [{ bip: "10.0.0.255/25" }, `.bip: "10.0.0.255/25" is the network's broadcast address; write "10.0.0.129/25"`],
    [{ bip: "10.0.0.1/32" }, '.bip: "10.0.0.1/32" leaves containers no room; use a length of 30 or less'],
    [
      { bip: "docker0" },
      '.bip: "docker0" is not an IPv4 address with the length of its network; write for example "192.168.17.1/24"',
    ],
    [
      { bip: "fd00::1/64" },
      '.bip: "fd00::1/64" is not an IPv4 address with the length of its network; write for example "192.168.17.1/24"',
    ],
    [
      { ipv6: true, bip6: "fd00:17::/64" },
      '.bip6: "fd00:17::/64" is the network, and the bridge needs an address of its own in it; write "fd00:17::1/64"',
    ],
    [
      { ipv6: true, bip6: "fd00::a00/120" },
      '.bip6: "fd00::a00/120" is the network, and the bridge needs an address of its own in it; write "fd00::a01/120"',
    ],
    [{ bip: "10.0.0.1/24", bridge: "br0" }, ".bip: is for docker0, and `bridge` takes its place; remove one of them"],
    [
      { "fixed-cidr": "10.0.0.1" },
      '["fixed-cidr"]: "10.0.0.1" is not an IPv4 network in CIDR form, for example "192.168.17.128/25"',
    ],
    [
      { bip: "10.0.0.1/24", "default-gateway": "10.0.1.1" },
      '["default-gateway"]: "10.0.1.1" does not lie within bip; change one of them',
    ],
    [
      { "fixed-cidr": "10.0.0.0/24", "default-gateway": "10.0.1.1" },
      '["default-gateway"]: "10.0.1.1" does not lie within fixed-cidr; change one of them',
    ],
    [
      { ipv6: true, "fixed-cidr-v6": "fd00:17::/64", "default-gateway-v6": "fd00:18::1" },
      '["default-gateway-v6"]: "fd00:18::1" does not lie within fixed-cidr-v6; change one of them',
    ],
    [
      { "fixed-cidr-v6": "10.0.0.0/8" },
      '["fixed-cidr-v6"]: "10.0.0.0/8" is not an IPv6 network in CIDR form, for example "fd00:17::/64"',
    ],
  ];
  test.each(wrong)("%j, with which dockerd does not start", (config, message) => {
    expect(saidOfKeys(config)).toEqual([`error: ${message}`]);
  });

  test.each(["10.0.1.0/25", "10.0.0.0/16"])("a range of %s beside the bridge's network is warned about", (range) => {
    expect(saidOfKeys({ bip: "10.0.0.1/24", "fixed-cidr": range })).toEqual([
      `warning: ["fixed-cidr"]: "${range}" does not lie within bip, which is "10.0.0.1/24": nobody reaches such containers; change one of them`,
    ]);
  });

  test.each<[string, CloudConfig]>([
    [
      "a bridge of the user's own, whose network only the machine knows",
      { bridge: "br0", "fixed-cidr": "10.0.0.128/25", "default-gateway": "10.0.0.1" },
    ],
    [
      "the same of IPv6",
      { bridge: "br0", ipv6: true, "fixed-cidr-v6": "fd00:17::/80", "default-gateway-v6": "fd00:17:0:0:1::1" },
    ],
    ["IPv6 that is off", { "fixed-cidr-v6": "fd00:17::/64", "default-gateway-v6": "fd00:18::1" }],
  ])("nothing is said of a gateway with %s", (_what, config) => {
    expect(saidOfKeys(config)).toEqual([]);
  });

  test("an address of docker0 that is wrong is a warning where IPv6 is off", () => {
    expect(saidOfKeys({ bip6: "fd00:17::1" })).toEqual([
      'warning: .bip6: "fd00:17::1" lacks the length of its network; write "fd00:17::1/64"',
    ]);
  });

  test("addresses that fit together", () => {
    expect(
      saidOfKeys({
        ...{ bip: "192.168.17.1/24", "fixed-cidr": "192.168.17.128/25", "default-gateway": "192.168.17.254" },
        ...{ ipv6: true, bip6: "fd00:17::1/64", "fixed-cidr-v6": "fd00:17::/80", "default-gateway-v6": "fd00:17::2" },
      }),
    ).toEqual([]);
  });
});
