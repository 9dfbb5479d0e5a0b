// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { aFirewall, anInstance, emptyCloud, makeNetwork, types } from "./cloud-under-test";
import { fakes } from "./fake-machines";
import { presetRules } from "./networks";
import { letsIn } from "./reach";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  fakes.clear();
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => remove());

describe("who is let in", () => {
  const other = { network: "default", allows: [{ protocol: "tcp" }], sourceRanges: ["10.0.0.0/8"] };
  test.each<[string, Properties[], boolean]>([
    ["nobody where there is no rule", [], false],
    ["this computer", [aFirewall()], true],
    ["everybody", [aFirewall({ sourceRanges: ["0.0.0.0/0"] })], true],
    ["not from another network of addresses", [other], false],
    ["not from where Identity-Aware Proxy comes", [aFirewall({ sourceRanges: ["35.235.240.0/20"] })], false],
    ["not at machines with other tags", [aFirewall({ targetTags: ["web"] })], false],
    ["at all machines, without tags", [aFirewall({ targetTags: undefined })], true],
    [
      "not in another network",
      [aFirewall({ network: "https://x/compute/v1/projects/p/global/networks/other" })],
      false,
    ],
    ["not at another port", [aFirewall({ allows: [{ protocol: "tcp", ports: ["80", "23-65535"] }] })], false],
    ["at a range of ports", [aFirewall({ allows: [{ protocol: "tcp", ports: ["1-1024"] }] })], true],
    ["by any protocol", [aFirewall({ allows: [{ protocol: "all" }] })], true],
    ["not by UDP", [aFirewall({ allows: [{ protocol: "udp", ports: ["22"] }] })], false],
    ["not by a rule that is off", [aFirewall({ disabled: true })], false],
    ["not by a rule for the way out", [aFirewall({ direction: "EGRESS" })], false],
    [
      "not where only machines with a tag are",
      [aFirewall({ sourceRanges: undefined, sourceTags: ["bastion"] })],
      false,
    ],
    [
      "not where a rule that counts more denies it",
      [aFirewall(), aFirewall({ allows: undefined, denies: [{ protocol: "all" }], priority: 10 })],
      false,
    ],
    [
      "not where a rule that counts the same denies it",
      [aFirewall(), aFirewall({ allows: undefined, denies: [{ protocol: "tcp" }] })],
      false,
    ],
    [
      "where one that counts less denies it",
      [aFirewall(), aFirewall({ allows: undefined, denies: [{ protocol: "all" }], priority: 2000 })],
      true,
    ],
  ])("%s", (_name, rules, expected) => {
    expect(letsIn(rules, "default", ["ssh"], 22)).toBe(expected);
  });
});

describe("at a machine on the network default", () => {
  const denied = aFirewall({
    ...{ allows: undefined, denies: [{ protocol: "tcp", ports: ["22"] }] },
    ...{ priority: 65_533, sourceRanges: undefined },
  });
  test.each<[string, Properties[], string, number, boolean]>([
    ["the whole world reaches SSH without anybody's rule", [], "198.51.100.7", 22, true],
    ["the whole world reaches SSH beside a rule that lets few in", [aFirewall()], "198.51.100.7", 22, true],
    ["nobody does where SSH is denied at 65533", [denied], "198.51.100.7", 22, false],
    ["nor do the network's own machines", [denied], "10.132.0.9", 22, false],
    ["those do whom a usual rule lets in beside it", [denied, aFirewall()], "127.0.0.1", 22, true],
    ["the world reaches the port of RDP", [denied], "198.51.100.7", 3389, true],
    ["the network's own machines reach all other ports", [denied], "10.132.0.9", 2375, true],
    ["others do not", [denied], "198.51.100.7", 2375, false],
  ])("%s", (_name, rules, from, port, expected) => {
    expect(letsIn([...presetRules, ...rules], "default", ["ssh"], port, from)).toBe(expected);
  });
});

describe("by a rule from a tag to the same tag", () => {
  const members = aFirewall({
    ...{ sourceRanges: undefined, sourceTags: ["swarm"], targetTags: ["swarm"] },
    allows: [{ protocol: "tcp", ports: ["2377"] }, { protocol: "udp", ports: ["4789"] }, { protocol: "esp" }],
  });
  test.each<[string, string[], string[], number, "tcp" | "udp" | "esp", boolean]>([
    ["a member reaches a member", ["swarm"], ["swarm"], 2377, "tcp", true],
    ["by UDP as well", ["swarm"], ["swarm"], 4789, "udp", true],
    ["and by what has no ports", ["swarm"], ["swarm"], 0, "esp", true],
    ["but not at a port of another protocol", ["swarm"], ["swarm"], 4789, "tcp", false],
    ["nobody else reaches a member", ["web"], ["swarm"], 2377, "tcp", false],
    ["a member reaches nobody else", ["swarm"], ["web"], 2377, "tcp", false],
  ])("%s", (_what, from, to, port, protocol, expected) => {
    expect(letsIn([members], "default", to, port, "10.132.0.9", { protocol, tags: from })).toBe(expected);
  });
});

describe("refused", () => {
  test.each<[string, Properties, string]>([
    ["neither allows nor denies", { allows: undefined }, "allows"],
    ["both", { denies: [{ protocol: "tcp" }] }, "allows"],
    ["an unknown property", { sourceRange: "x" }, "sourceRange"],
    ["a direction that there is not", { direction: "IN" }, "direction"],
  ])("by the plugin: %s", async (_name, changes, property) => {
    expect(Object.keys((await gcp.check(types.firewall, aFirewall(changes))).failures)).toEqual([property]);
  });

  test.each<[string, Properties, RegExp]>([
    ["a range that is none", { sourceRanges: ["everywhere"] }, /Must be a CIDR address range/],
    ["a range with host bits", { sourceRanges: ["10.0.0.1/8"] }, /host bits/],
    ["a port that is none", { allows: [{ protocol: "tcp", ports: ["ssh"] }] }, /Must be a port/],
    ["ports of ICMP", { allows: [{ protocol: "icmp", ports: ["22"] }] }, /Ports may not be specified/],
    ["a tag with capitals", { targetTags: ["SSH"] }, /targetTags\[0\]/],
    ["a network that there is not", { network: "nope" }, /Error 404/],
    ["sources of a rule for the way out", { direction: "EGRESS" }, /only be specified for INGRESS/],
  ])("by the API: %s", async (_name, changes, message) => {
    await expect(gcp.create(types.firewall, aFirewall(changes))).rejects.toThrow(message);
  });
});

test("the port of a running machine opens and closes with the rules", async () => {
  const forwards = () => [...fakes.values()].flatMap((fake) => fake.forwards.map(({ port }) => port));
  await gcp.create(types.instance, anInstance({ networkInterfaces: [makeNetwork(folder)] }));
  expect(forwards()).toEqual([]);
  const rule = aFirewall({ network: "hosts" });
  const { id, state } = await gcp.create(types.firewall, rule);
  expect(forwards()).toEqual([22]);
  await gcp.update(types.firewall, id, state, rule, { ...rule, sourceRanges: ["10.0.0.0/8"] });
  expect(forwards()).toEqual([]);
  await gcp.update(types.firewall, id, state, rule, rule);
  expect(forwards()).toEqual([22]);
  await gcp.delete(types.firewall, id);
  expect(forwards()).toEqual([]);
});

test("the port of a machine on the network default is open until a rule denies it", async () => {
  const forwards = () => [...fakes.values()].flatMap((fake) => fake.forwards.map(({ port }) => port));
  await gcp.create(types.instance, anInstance());
  expect(forwards()).toEqual([22]);
  const closed = { allows: undefined, denies: [{ protocol: "tcp" }], sourceRanges: undefined, priority: 65_533 };
  const { id } = await gcp.create(types.firewall, aFirewall(closed));
  expect(forwards()).toEqual([]);
  await gcp.delete(types.firewall, id);
  expect(forwards()).toEqual([22]);
});

test("a rule without sources is one for everybody", async () => {
  const { state } = await gcp.create(types.firewall, aFirewall({ sourceRanges: undefined }));
  expect(state).toMatchObject({ sourceRanges: ["0.0.0.0/0"], direction: "INGRESS", project: "my-project" });
});

test("another network replaces the rule, other ranges do not", async () => {
  const change = async (changes: Properties) =>
    (
      await gcp.diff(
        types.firewall,
        await gcp.accepted(types.firewall, aFirewall()),
        await gcp.accepted(types.firewall, aFirewall(changes)),
      )
    ).paths;
  expect(await change({ network: "other" })).toEqual(["+network"]);
  expect(await change({ sourceRanges: ["10.0.0.0/8"] })).toEqual(["sourceRanges[0]"]);
});
