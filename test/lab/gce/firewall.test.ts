// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { aFirewall, anInstance, emptyCloud, types } from "./cloud-under-test";
import { fakes } from "./fake-machines";
import { letsIn } from "./reach";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));

let gcp: CloudUnderTest;
let remove: () => void;
beforeEach(async () => {
  fakes.clear();
  ({ gcp, remove } = await emptyCloud());
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
  await gcp.create(types.instance, anInstance());
  expect(forwards()).toEqual([]);
  const { id, state } = await gcp.create(types.firewall, aFirewall());
  expect(forwards()).toEqual([22]);
  await gcp.update(types.firewall, id, state, aFirewall(), aFirewall({ sourceRanges: ["10.0.0.0/8"] }));
  expect(forwards()).toEqual([]);
  await gcp.update(types.firewall, id, state, aFirewall(), aFirewall());
  expect(forwards()).toEqual([22]);
  await gcp.delete(types.firewall, id);
  expect(forwards()).toEqual([]);
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
