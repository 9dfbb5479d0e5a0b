// SPDX-License-Identifier: Apache-2.0
import type { AddressPoolSpec, CloudConfig } from "../../../../cloud-init";
import { saidOf, saidOfKeys } from "./said";

describe("networks that the address pools hold", () => {
  const none =
    "docker.addressPools: holds one network, and docker0 leaves none for others; make a size larger, or add a pool";
  const pool = (base: string, size: number) => ({ base, size });
  const some = (left: string) =>
    `docker.addressPools: leaves ${left} beside docker0, and each project of Compose takes one; make a size larger, or add a pool`;
  const cases: [string, AddressPoolSpec[], CloudConfig, string[]][] = [
    ["one network", [pool("10.200.0.0/16", 16)], {}, [`error: ${none}`]],
    ["the same network twice", [pool("10.200.0.0/16", 16), pool("10.200.0.0/16", 16)], {}, [`error: ${none}`]],
    [
      "one network, and docker0 elsewhere",
      [pool("10.200.0.0/16", 16)],
      { bip: "10.9.0.1/24" },
      [`warning: ${some("one network")}`],
    ],
    [
      "one network, and no docker0",
      [pool("10.200.0.0/16", 16)],
      { bridge: "none" },
      [`warning: ${some("one network")}`],
    ],
    [
      "one network, in many pools in one another",
      [pool("10.200.0.64/26", 26), pool("10.200.0.0/24", 24), pool("10.200.0.0/24", 28), pool("10.200.0.0/25", 25)],
      { bridge: "none" },
      [`warning: ${some("one network")}`],
    ],
    [
      "pools beside one another, in any order",
      [pool("10.200.1.0/24", 24), pool("9.0.0.0/24", 24), pool("10.200.0.0/24", 24)],
      { bridge: "none" },
      [`warning: ${some("3 networks")}`],
    ],
    ["four networks", [pool("10.200.0.0/16", 18)], {}, [`warning: ${some("3 networks")}`]],
    ["eight networks, half of them taken by docker0", [pool("10.200.0.0/16", 19)], { bip: "10.200.0.1/17" }, []],
    [
      "four networks, all of them taken by docker0",
      [pool("10.200.0.0/16", 18)],
      { bip: "10.0.0.1/8" },
      [
        "error: docker.addressPools: holds 4 networks, and docker0 leaves none for others; make a size larger, or add a pool",
      ],
    ],
    ["256 networks", [pool("10.200.0.0/16", 24)], {}, []],
    [
      "IPv6 alone",
      [pool("fd00:17::/48", 64)],
      {},
      [
        "error: docker.addressPools: holds no IPv4 network, which each of Docker's networks needs; add one, for example 10.200.0.0/16",
      ],
    ],
    ["both families", [pool("fd00:17::/48", 64), pool("10.200.0.0/16", 24)], {}, []],
  ];
  test.each(cases)("%s", (_what, addressPools, daemonConfig, expected) => {
    expect(saidOf({ docker: { addressPools, daemonConfig } })).toEqual(expected);
  });

  test.each([
    [pool("10.200.0.0", 24), 'base: "10.200.0.0" is not a network in CIDR form, for example "10.200.0.0/16"'],
    [
      pool("10.200.0.0/16", 8),
      "size: 8 is not a prefix length that fits into 10.200.0.0/16; use a whole number from 16 to 30",
    ],
    [
      pool("10.200.0.0/16", 32),
      "size: 32 is not a prefix length that fits into 10.200.0.0/16; use a whole number from 16 to 30",
    ],
  ])("are none with %j", (wrong, message) => {
    expect(saidOf({ docker: { addressPools: [wrong] } })).toEqual([`error: docker.addressPools[0].${message}`]);
    expect(saidOfKeys({ "default-address-pools": [wrong] })).toEqual([
      `error: ["default-address-pools"][0].${message}`,
    ]);
  });

  test("are counted where they stand in daemonConfig as well", () => {
    expect(saidOfKeys({ "default-address-pools": [pool("10.200.0.0/16", 16)] })).toEqual([
      'error: ["default-address-pools"]: holds one network, and docker0 leaves none for others; make a size larger, or add a pool',
    ]);
  });
});

describe("a registry's address", () => {
  const withPath = "https://harbor.example/v2/hub";
  const docker = { version: "24.0.9" };
  test("has a path from engine 25 on (moby#46594)", () => {
    expect(saidOf({ docker: { registryMirrors: [withPath] } })).toEqual([]);
    expect(saidOf({ docker: { registryMirrors: [withPath], version: "28.5.2" } })).toEqual([]);
    expect(saidOf({ docker: { registryMirrors: ["https://mirror.gcr.io/"], ...docker } }).slice(1)).toEqual([]);
    const refused = `"${withPath}" is not the address of a registry without path, query or user, for example "https://mirror.gcr.io"; paths need engine 25.0.0 or later`;
    expect(saidOf({ docker: { registryMirrors: [withPath], ...docker } }).slice(1)).toEqual([
      `error: docker.registryMirrors[0]: ${refused}`,
    ]);
    expect(saidOfKeys({ "registry-mirrors": [withPath] }, docker).slice(1)).toEqual([
      `error: ["registry-mirrors"][0]: ${refused}`,
    ]);
  });

  test.each(["https://a.example/x?y", "https://me@a.example/x", "a.example/x", "https://a.example/x//"])(
    "%s is none, as an argument or as a key",
    (mirror) => {
      const rule = /is not the address of a registry without query or user, for example "https:\/\/mirror\.gcr\.io"$/;
      expect(saidOf({ docker: { registryMirrors: [mirror] } })).toEqual([expect.stringMatching(rule)]);
      expect(saidOfKeys({ "registry-mirrors": [mirror] })).toEqual([expect.stringMatching(rule)]);
    },
  );

  test("of a mirror may have `_`, as names in a network of one's own have", () => {
    expect(saidOf({ docker: { registryMirrors: ["http://registry_mirror:5000"] } })).toEqual([]);
    expect(saidOfKeys({ "registry-mirrors": ["http://registry_mirror:5000"] })).toEqual([]);
    expect(saidOf({ docker: { registryMirrors: ["http://_:5000/a_b", "http://me_@a.example"] } })).toHaveLength(1);
  });

  const form = `"host", "host:port" or a network in CIDR form, without "http://" before it`;
  test("without verified TLS has no protocol as an argument", () => {
    expect(saidOf({ docker: { insecureRegistries: ["http://a.example"] } })).toContain(
      `error: docker.insecureRegistries[0]: "http://a.example" is not ${form}`,
    );
  });

  test.each(["http://", "https://"])("without verified TLS loses %s as a key", (protocol) => {
    const said = saidOfKeys({ "insecure-registries": [`${protocol}registry.local:5000`] });
    expect(said).toContain(
      `warning: ["insecure-registries"][0]: "${protocol}registry.local:5000" loses its protocol, which dockerd takes off with a warning; write "registry.local:5000"`,
    );
    expect(said.filter((line) => line.startsWith("error"))).toEqual([]);
    expect(saidOfKeys({ "insecure-registries": [`${protocol}a.example/v2`] })).toContain(
      `error: ["insecure-registries"][0]: "a.example/v2" is not ${form}`,
    );
  });
});
