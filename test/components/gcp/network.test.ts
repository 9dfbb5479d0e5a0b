// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { hostTag } from "../../../components/gcp/network";
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { presetRules } from "../../lab/gce/networks";
import { letsIn } from "../../lab/gce/reach";
import { programWith } from "./host-under-test";

test("any host has a network tag that Google takes, and no other host has the same", () => {
  const name = fc.string({ maxLength: 80 });
  fc.assert(fc.property(name, (text) => /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(hostTag("project", "stack", text))));
  const tags = [hostTag("a", "b", "web"), hostTag("a", "c", "web"), hostTag("b", "b", "web"), hostTag("a", "b", "db")];
  expect(new Set(tags).size).toBe(4);
});

describe("on Google's network default, which lets everybody reach SSH, a host is reached by", () => {
  const [office, stranger, neighbour, iap] = ["203.0.113.9", "198.51.100.7", "10.132.0.9", "35.235.240.1"];
  const everybody = [office, stranger, neighbour, iap];
  const tunnel = { iapTunnelPort: 2222 };
  const proxy = { host: "bastion.example", user: "ops" };
  const own = { network: "default", allows: [{ protocol: "tcp", ports: ["22"] }], sourceRanges: [`${stranger}/32`] };
  test.each<[string, Partial<GcpDockerHostArgs>, Properties[], string[]]>([
    ["those whom it names", {}, [], [office]],
    ["Identity-Aware Proxy alone", { ...tunnel, sshSourceRanges: undefined }, [], [iap]],
    ["Identity-Aware Proxy and those whom it names", tunnel, [], [office, iap]],
    ["the machines that it names behind a bastion", { proxy, sshSourceRanges: ["10.0.0.0/8"] }, [], [neighbour]],
    ["those whom a usual rule of the caller's names as well", { networkTags: ["web"] }, [own], [office, stranger]],
    // Then the caller's rules decide, and Google's are among them.
    ["everybody where no rule is asked for", { networkTags: ["web"], sshSourceRanges: undefined }, [], everybody],
  ])("%s", async (_who, args, others, expected) => {
    const { program } = await programWith(args);
    const made = program.registrations.filter(({ type }) => type === "gcp:compute/firewall:Firewall");
    const rules = [...presetRules, ...others, ...made.map(({ inputs }) => inputs)];
    const tags = program.find("web-machine").inputs.tags as string[];
    expect(everybody.filter((from) => letsIn(rules, "default", tags, 22, from))).toEqual(expected);
  });
});
