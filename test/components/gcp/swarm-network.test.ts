// SPDX-License-Identifier: Apache-2.0
import { GcpSwarmNetwork } from "../../../components/gcp";
import { hostTag } from "../../../components/gcp/network";
import type { GcpSwarmNetworkArgs } from "../../../components/gcp/swarm-network-args";
import { gcpSwarmNetworkProblems } from "../../../components/problems";
import { presetRules } from "../../lab/gce/networks";
import { letsIn } from "../../lab/gce/reach";
import { RecordedProgram } from "../recorded-program";

async function programWith(args?: GcpSwarmNetworkArgs) {
  const program = await RecordedProgram.start(({ inputs }) => inputs);
  const network = new GcpSwarmNetwork("swarm", args);
  const outputs = await program.outputsOf(network);
  return { program, network, outputs, tag: outputs.networkTag as string };
}

const nothing = {
  ...{ parent: "swarm", dependencies: [], deletedWith: undefined, ignoreChanges: [], replaceOnChanges: [] },
  ...{ deleteBeforeReplace: false, customTimeouts: {}, additionalSecretOutputs: [] },
};

test("is one rule that lets members in, and one that keeps out others", async () => {
  const { program } = await programWith();
  const shapes = program.registrations.map(({ inputs: _inputs, ...shape }) => shape);
  expect(shapes).toEqual([
    { ...nothing, type: "pulumi-docker-host:index:GcpSwarmNetwork", name: "swarm", parent: undefined },
    { ...nothing, type: "gcp:compute/firewall:Firewall", name: "swarm-members" },
    { ...nothing, type: "gcp:compute/firewall:Firewall", name: "swarm-members-deny" },
  ]);
});

test("both are for the tag that the members get, which is nobody else's", async () => {
  const { program, tag } = await programWith({ network: "hosts", encryptedOverlays: true, dataPathPort: 5789 });
  expect(tag).toMatch(/^docker-swarm-swarm-[0-9a-f]{8}$/);
  expect(tag).not.toBe(hostTag("project", "stack", "swarm"));
  const traffic = [
    { protocol: "tcp", ports: ["2377", "7946"] },
    { protocol: "udp", ports: ["7946", "5789"] },
    { protocol: "esp" },
  ];
  const to = { network: "hosts", direction: "INGRESS", targetTags: [tag] };
  expect(program.find("swarm-members").inputs).toEqual({
    ...to,
    description: "Between members of the swarm network swarm of project/stack",
    allows: traffic,
    sourceTags: [tag],
  });
  expect(program.find("swarm-members-deny").inputs).toEqual({
    ...to,
    description: "Nobody else for the swarm network swarm of project/stack",
    ...{ priority: 65_533, denies: traffic, sourceRanges: ["0.0.0.0/0"] },
  });
});

describe("on Google's network default, which lets in all its machines,", () => {
  test.each<[string, "tcp" | "udp" | "esp", number, boolean | undefined]>([
    ["management", "tcp", 2377, undefined],
    ["gossip", "tcp", 7946, undefined],
    ["gossip", "udp", 7946, undefined],
    ["overlay networks", "udp", 4789, undefined],
    ["encrypted overlay networks", "esp", 0, true],
  ])("%s (%s) is for members alone", async (_what, protocol, port, encryptedOverlays) => {
    const { program, tag } = await programWith(encryptedOverlays ? { encryptedOverlays } : {});
    const made = program.registrations.filter(({ type }) => type === "gcp:compute/firewall:Firewall");
    const rules = [...presetRules, ...made.map(({ inputs }) => inputs)];
    const from = (tags: string[]) => letsIn(rules, "default", [tag], port, "10.132.0.9", { protocol, tags });
    expect([from([tag]), from([]), from(["web"])]).toEqual([true, false, false]);
  });

  test("encrypted overlay networks are for nobody, unless asked for", async () => {
    const { program, tag } = await programWith();
    const rules = [...presetRules, program.find("swarm-members").inputs];
    expect(letsIn(rules, "default", [tag], 0, "10.132.0.9", { protocol: "esp", tags: [tag] })).toBe(false);
  });
});

test.each<[string, string, string, object]>([
  [
    "network",
    `"Prod" is not the name of a network, or its link with the id of its project, for example `,
    "swarm",
    { network: "Prod" },
  ],
  ["dataPathPort", `49152 is not a port from 1024 to 49151`, "swarm", { dataPathPort: 49_152 }],
  ["name", `"Swarm" is part of names at Google: use at most 40`, "Swarm", {}],
  ["tags", "does not exist; there are ", "swarm", { tags: [] }],
])("%s: %s", (path, message, name, args) => {
  expect(gcpSwarmNetworkProblems(name, args)).toMatchObject([
    { path, message: expect.stringContaining(message) as string },
  ]);
});

test("wrong arguments are refused before anything is registered, all at once", async () => {
  await RecordedProgram.start(() => ({}));
  expect(() => new GcpSwarmNetwork("Swarm", { dataPathPort: 1 })).toThrow(
    /^the swarm network's arguments have 2 problems:\n/,
  );
});
