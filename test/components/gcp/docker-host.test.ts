// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { GcpDockerHost } from "../../../components/gcp/docker-host";
import type { GcpDockerHostArgs } from "../../../components/gcp/args";
import { rows } from "../../../components/gcp/rules";
import { RecordedProgram, type Registration } from "../recorded-program";
import { base, google, healthy, programWith } from "./host-under-test";

const nothing = {
  parent: "web" as string | undefined,
  dependencies: [] as string[],
  deletedWith: undefined as string | undefined,
  ignoreChanges: [] as string[],
  replaceOnChanges: [] as string[],
  deleteBeforeReplace: false,
  customTimeouts: {},
  additionalSecretOutputs: [] as string[],
};
const kept = { ...nothing, type: "pulumi:index:Stash", ignoreChanges: ["input"] };
const hidden = ["metadata", "effectiveLabels", "pulumiLabels"];
const labelled = ["effectiveLabels", "pulumiLabels"];

const component = { ...nothing, type: "pulumi-docker-host:index:GcpDockerHost", name: "web", parent: undefined };
const health = {
  ...nothing,
  type: "pulumi-docker-host:index:HostHealth",
  name: "web-health",
  dependencies: ["web-machine", "web-ssh"],
  deletedWith: "web-machine",
};
const named = ["web-login-key", "web-machine", "web-public-host-key", "web-ssh"];
/** How to reach the host, and the check that comes after: both wait for what the connection names. */
const checks = (dependencies: string[]) => [
  {
    ...nothing,
    type: "pulumi:index:Stash",
    name: "web-health-access",
    parent: "web-health",
    dependencies,
    deletedWith: "web-machine",
  },
  {
    ...nothing,
    type: "command:local:Command",
    name: "web-health-check",
    parent: "web-health",
    dependencies: ["web-health-access", ...dependencies].sort(),
    deletedWith: "web-machine",
    replaceOnChanges: ["triggers[*]"],
    customTimeouts: { create: "960s", update: "960s" },
  },
];
const loginKey = { ...kept, name: "web-login-key" };
const machine = {
  ...nothing,
  type: "gcp:compute/instance:Instance",
  name: "web-machine",
  dependencies: ["web-login-key", "web-ssh-deny"],
  ignoreChanges: [
    ...["bootDisk.initializeParams.labels", "bootDisk.initializeParams.image"],
    ...['metadata["user-data"]', 'metadata["user-data-encoding"]', 'metadata["ssh-keys"]'],
  ],
  additionalSecretOutputs: hidden,
};
const publicKey = { ...kept, name: "web-public-host-key", dependencies: ["web-machine"] };
/** It is written once there is a machine, because it says what that one was told. */
const told = {
  ...nothing,
  type: "pulumi:index:Stash",
  name: "web-told",
  dependencies: ["web-machine", "web-made-with"],
};
/** What another machine is made for. */
const made = { ...kept, name: "web-made-with", dependencies: ["web-login-key"] };
const ssh = { ...nothing, type: "gcp:compute/firewall:Firewall", name: "web-ssh" };
/** What keeps others out is there before the machine, and the login does not wait for it. */
const deny = { ...ssh, name: "web-ssh-deny" };
const children = [component, health, ...checks(named), loginKey, machine, made, publicKey, ssh, deny, told];

function shape({ inputs: _inputs, replacementTrigger: _trigger, ...rest }: Registration) {
  return rest;
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

/** The list of children with some taken out, and others put in place of those of the same name. */
function but(...changed: (Partial<typeof machine> & { name: string })[]) {
  const rest = children.filter(({ name }) => !changed.some((one) => one.name === name));
  return [...rest, ...changed.filter(({ type }) => type !== undefined)].sort(byName);
}

const without = (name: string) => ({ name });
const closed = [
  without("web-ssh"),
  without("web-ssh-deny"),
  { ...machine, dependencies: ["web-login-key"] },
  { ...health, dependencies: ["web-machine"] },
  ...checks(["web-login-key", "web-machine", "web-public-host-key"]),
];
const address = {
  ...nothing,
  type: "gcp:compute/address:Address",
  name: "web-address",
  additionalSecretOutputs: labelled,
};
const data = { ...nothing, type: "gcp:compute/disk:Disk", name: "web-data", additionalSecretOutputs: labelled };
const proxy = { host: "bastion.example", user: "ops" };

const variants: [string, Partial<GcpDockerHostArgs>, ReturnType<typeof but>][] = [
  ["nothing more", {}, but()],
  [
    "a static address",
    { publicAddress: "static" },
    but(
      address,
      { ...machine, dependencies: ["web-address", "web-login-key", "web-ssh-deny"], deleteBeforeReplace: true },
      ...checks(["web-address", ...named]),
    ),
  ],
  ["no public address", { publicAddress: "none" }, but()],
  ["a tunnel", { sshSourceRanges: undefined, iapTunnelPort: 2222 }, but()],
  ["Identity-Aware Proxy", { sshSourceRanges: undefined, connectVia: "iap" }, but()],
  [
    "Identity-Aware Proxy, with rules of one's own",
    { sshSourceRanges: undefined, connectVia: "iap", networkTags: ["ssh"] },
    but(...closed),
  ],
  [
    "Identity-Aware Proxy and further tags",
    { sshSourceRanges: undefined, connectVia: "iap", additionalNetworkTags: ["swarm"] },
    but(),
  ],
  ["a bastion", { sshSourceRanges: undefined, proxy }, but(...closed)],
  ["a bastion and its network", { sshSourceRanges: ["10.0.0.0/8"], proxy }, but()],
  ["tags for rules of one's own", { sshSourceRanges: undefined, networkTags: ["ssh"] }, but(...closed)],
  [
    "a data disk",
    { dataDisk: { sizeGiB: 50 } },
    but(data, { ...machine, dependencies: ["web-data", "web-login-key", "web-ssh-deny"], deleteBeforeReplace: true }),
  ],
  [
    "a time to live",
    { ttlMinutes: 60 },
    but(
      { ...kept, name: "web-expires-at", dependencies: ["web-made-with"] },
      { ...machine, dependencies: ["web-expires-at", "web-login-key", "web-ssh-deny"] },
    ),
  ],
  [
    "an injected host key",
    { hostKeyFrom: "injected" },
    but(
      without("web-public-host-key"),
      { ...kept, name: "web-host-key" },
      { ...made, dependencies: ["web-host-key", "web-login-key"] },
      { ...machine, dependencies: ["web-host-key", "web-login-key", "web-ssh-deny"] },
      ...checks(["web-host-key", "web-login-key", "web-machine", "web-ssh"]),
    ),
  ],
  [
    "a host key that nobody checks",
    { hostKeyFrom: "unchecked" },
    but(without("web-public-host-key"), ...checks(["web-login-key", "web-machine", "web-ssh"])),
  ],
  ["an image of one's own", { image: "my-project/rocky-9" }, but()],
  ["spot", { spot: true, serviceAccount: { email: "web@p.iam.gserviceaccount.com" }, labels: { team: "a" } }, but()],
];

describe("what is created", () => {
  test.each(variants)("with %s", async (_what, args, expected) => {
    const { program } = await programWith(args);
    expect(program.registrations.map(shape).sort(byName)).toEqual(expected);
  });

  test("is at most ten resources, beside the component itself, unless more is asked for", () => {
    expect(children.length - 1).toBeLessThanOrEqual(10);
  });

  test("lies under the parent that the caller names", async () => {
    const program = await RecordedProgram.start(healthy, { call: google });
    const parent = new pulumi.ComponentResource("test:index:Parent", "platform");
    await program.outputsOf(new GcpDockerHost("web", base, { parent }));
    expect(program.find("web").parent).toBe("platform");
  });

  test("does not collide with a second host: each has its own tag", async () => {
    const program = await RecordedProgram.start(healthy, { call: google });
    const hosts = ["a", "b"].map((name) => new GcpDockerHost(name, base));
    await Promise.all(hosts.map((host) => program.outputsOf(host)));
    const names = program.registrations.map(({ name }) => name);
    expect(new Set(names).size).toBe(22);
    const tagsOf = (rule: string) => ["a", "b"].map((name) => program.find(`${name}-${rule}`).inputs.targetTags);
    const tags = tagsOf("ssh");
    expect(tags[0]).not.toEqual(tags[1]);
    expect(tags).toEqual(["a", "b"].map((name) => program.find(`${name}-machine`).inputs.tags));
    expect(tagsOf("ssh-deny")).toEqual(tags);
  });
});

describe("another machine is made", () => {
  const trigger = async (args: Partial<GcpDockerHostArgs>) =>
    (await programWith(args)).program.find("web-machine").replacementTrigger;

  test.each<[string, Partial<GcpDockerHostArgs>]>([
    ["docker", { docker: { version: "29.1.3" } }],
    ["cloudConfig", { cloudConfig: { timezone: "UTC" } }],
    ["rotateImage", { rotateImage: "2026-12" }],
    ["image, of which the provider does not see each change", { image: "my-images/golden" }],
    ["ttlMinutes", { ttlMinutes: 60 }],
    ["hostKeyFrom", { hostKeyFrom: "injected" }],
    ["dataDisk.mountPath", { dataDisk: { sizeGiB: 50, mountPath: "/srv" } }],
  ])("when %s changes", async (_what, args) => {
    expect(await trigger(args)).not.toEqual(await trigger({}));
  });

  test.each<[string, Partial<GcpDockerHostArgs>]>([
    ["nothing", {}],
    ["health", { health: { ssh: 60 } }],
    ["labels", { labels: { team: "a" } }],
    ["sshSourceRanges", { sshSourceRanges: ["198.51.100.0/24"] }],
    ["machineType, for which Google stops it and starts it again", { machineType: "e2-standard-2" }],
  ])("but not when %s changes", async (_what, args) => {
    expect(await trigger(args)).toEqual(await trigger({}));
  });

  test("and the time at which it expires is counted anew, and only then", async () => {
    const of = async (args: Partial<GcpDockerHostArgs>) =>
      (await programWith({ ttlMinutes: 60, ...args })).program.find("web-expires-at").replacementTrigger;
    expect(await of({ rotateImage: "2026-12" })).not.toEqual(await of({}));
    expect(await of({ labels: { team: "a" } })).toEqual(await of({}));
  });
});

describe("the check runs again", () => {
  const triggers = async (args: Partial<GcpDockerHostArgs>) =>
    (await programWith(args)).program.find("web-health-check").inputs.triggers;
  const stops: Partial<GcpDockerHostArgs> = {
    machineType: "e2-standard-2",
    secureBoot: false,
    serviceAccount: { email: "web@p.iam.gserviceaccount.com" },
    network: "hosts",
    subnetwork: "hosts",
  };

  test.each(Object.entries({ ...stops, health: { triggers: ["again"] } }))("when %s changes", async (name, value) => {
    const base = name === "subnetwork" ? { network: "hosts" } : {};
    expect(await triggers({ ...base, [name]: value })).not.toEqual(await triggers(base));
  });

  test("for each argument that stops the machine, and not because a default is written down", async () => {
    const stopping = Object.entries(rows).filter(([, { change }]) => change === "stop and start");
    expect(Object.keys(stops).sort()).toEqual(stopping.map(([name]) => name).sort());
    const written = { machineType: "e2-medium", secureBoot: true, network: "default" };
    expect(await triggers(written)).toEqual(await triggers({}));
  });
});
