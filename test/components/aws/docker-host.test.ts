// SPDX-License-Identifier: Apache-2.0
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import type { Registration } from "../recorded-program";
import { hostKey, loginKey, programWith } from "./host-under-test";

type Shape = Omit<Registration, "inputs" | "replacementTrigger">;

const nothing = {
  parent: "web",
  dependencies: [],
  deletedWith: undefined,
  ignoreChanges: [],
  replaceOnChanges: [],
  deleteBeforeReplace: false,
  customTimeouts: {},
  additionalSecretOutputs: [],
};

const keys = ["web-host-key", "web-login-key"];
const ssh = "web-ssh-203.0.113.0-24";
const egress = "web-egress-all-0.0.0.0-0";
const group = "web-security-group";
const stable = ["ami", "userData", "userDataBase64", "associatePublicIpAddress"];

const stash = (name: string): Shape => ({
  ...nothing,
  type: "pulumi:index:Stash",
  name,
  ignoreChanges: ["input"],
});

/** What another machine is made for. */
const made: Shape = { ...stash("web-made-with"), dependencies: keys };

/** It is written once there is a machine, because it says what that one was told. */
const told: Shape = {
  ...nothing,
  type: "pulumi:index:Stash",
  name: "web-told",
  dependencies: ["web-machine", "web-made-with"],
};

const rule = (direction: "Ingress" | "Egress", name: string, more: Partial<Shape> = {}): Shape => ({
  ...nothing,
  type: `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
  name,
  dependencies: [group],
  ...more,
});

const machine = (more: Partial<Shape> = {}): Shape => ({
  ...nothing,
  type: "aws:ec2/instance:Instance",
  name: "web-machine",
  dependencies: [egress, ...keys, group].sort(),
  ignoreChanges: stable,
  ...more,
});

/** The check waits for what is `needed`, and for what its connection and its hints name. */
const health = (needed: string[], named: string[] = [group]): Shape[] => [
  {
    ...nothing,
    type: "pulumi-docker-host:index:HostHealth",
    name: "web-health",
    dependencies: [...needed].sort(),
    deletedWith: "web-machine",
  },
  {
    ...nothing,
    type: "pulumi:index:Stash",
    name: "web-health-access",
    parent: "web-health",
    dependencies: [...keys, ...needed, ...named].sort(),
    deletedWith: "web-machine",
  },
  {
    ...nothing,
    type: "command:local:Command",
    name: "web-health-check",
    parent: "web-health",
    dependencies: ["web-health-access", ...keys, ...needed, ...named].sort(),
    deletedWith: "web-machine",
    replaceOnChanges: ["triggers[*]"],
    customTimeouts: { create: "960s", update: "960s" },
  },
];

const component: Shape = {
  ...nothing,
  type: "pulumi-docker-host:index:AwsDockerHost",
  name: "web",
  parent: undefined,
};
const securityGroup: Shape = { ...nothing, type: "aws:ec2/securityGroup:SecurityGroup", name: group };

/** Every resource of the default host but its check. */
const usual = [
  component,
  ...keys.map(stash),
  made,
  told,
  securityGroup,
  rule("Ingress", ssh),
  rule("Egress", egress),
  machine(),
];
const withoutMachine = usual.slice(0, -1);

async function shapes(args: Partial<AwsDockerHostArgs> = {}) {
  const { program } = await programWith(args);
  return byName(program.registrations.map(({ inputs: _inputs, replacementTrigger: _trigger, ...rest }) => rest));
}

function byName<T extends { name: string }>(list: T[]): T[] {
  return [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
}

describe("what is created", () => {
  const all = byName([...usual, ...health(["web-machine", ssh])]);

  test("two keys, a security group with one rule each way, a machine, what it was made with and told, how to reach it, and its check: eleven resources", async () => {
    expect(await shapes()).toEqual(all);
    expect(all.filter(({ name }) => name !== "web")).toHaveLength(11);
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ["arguments for the guest", { users: [{ name: "ci" }], dockerUsers: ["ci"], docker: { version: "27.5.1" } }],
    [
      "a size, a disk and its key",
      {
        instanceType: "t4g.medium",
        diskGiB: 100,
        kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      },
    ],
    ["a role, the SSM agent and a key pair", { iamInstanceProfile: "ssm", ssmAgent: true, keyName: "mine" }],
    ["a spot instance", { spot: true }],
    ["termination protection", { disableApiTermination: true }],
    ["tags and a region", { tags: { team: "a" }, region: "us-east-1" }],
    ["metadata for containers", { metadataHopLimit: 2 }],
    ["another image policy", { rotateImage: "2026-11" }],
    ["a subnet", { subnetId: "subnet-0a1b2c3d" }],
  ])("is the same with %s", async (_what, args) => {
    expect(await shapes(args)).toEqual(all);
  });

  test("with amiId, a change of it is not ignored", async () => {
    const own = machine({ ignoreChanges: stable.slice(1) });
    expect(await shapes({ amiId: "ami-0123" })).toEqual(
      byName([...withoutMachine, own, ...health(["web-machine", ssh])]),
    );
  });

  test("with an Elastic IP, its association is what the check waits for", async () => {
    expect(await shapes({ publicAddress: "elastic" })).toEqual(
      byName([
        ...usual,
        { ...nothing, type: "aws:ec2/eip:Eip", name: "web-address" },
        {
          ...nothing,
          type: "aws:ec2/eipAssociation:EipAssociation",
          name: "web-address-association",
          dependencies: ["web-address", "web-machine"],
        },
        ...health(["web-machine", ssh, "web-address-association"], ["web-address", group]),
      ]),
    );
  });

  test("with more networks and ports, one rule for each of them", async () => {
    const args: Partial<AwsDockerHostArgs> = {
      sshIngressCidrs: ["203.0.113.0/24", "2001:db8::/32"],
      ingress: [
        { port: 443, cidrs: ["0.0.0.0/0", "::/0"] },
        { protocol: "udp", port: 6000, toPort: 6010, cidrs: ["10.0.0.0/8"], description: "media" },
        { protocol: "icmp", cidrs: ["10.0.0.0/8"] },
      ],
      egress: [{ port: 443, cidrs: ["0.0.0.0/0"] }],
    };
    const more = [
      "web-ingress-icmp-10.0.0.0-8",
      "web-ingress-tcp-443----0",
      "web-ingress-tcp-443-0.0.0.0-0",
      "web-ingress-udp-6000-6010-10.0.0.0-8",
      "web-ssh-2001-db8---32",
    ];
    const out = "web-egress-tcp-443-0.0.0.0-0";
    expect(await shapes(args)).toEqual(
      byName([
        ...usual.filter(({ name }) => ![egress, "web-machine"].includes(name)),
        ...more.map((name) => rule("Ingress", name)),
        rule("Egress", out),
        machine({ dependencies: [out, ...keys, group].sort() }),
        ...health(["web-machine", ssh, ...more]),
      ]),
    );
  });

  test("with the caller's own security groups, none of ours", async () => {
    const args = { sshIngressCidrs: undefined, securityGroupIds: ["sg-1"] };
    expect(await shapes(args)).toEqual(
      byName([
        component,
        ...keys.map(stash),
        made,
        told,
        machine({ dependencies: keys }),
        ...health(["web-machine"], []),
      ]),
    );
  });

  test("behind a bastion, the rule lets the VPC in", async () => {
    const args: Partial<AwsDockerHostArgs> = {
      sshIngressCidrs: undefined,
      proxy: { host: "198.51.100.1" },
      publicAddress: "none",
      subnetId: "subnet-0a1b2c3d",
    };
    expect(await shapes(args)).toEqual(
      byName([
        ...usual.filter(({ name }) => name !== ssh),
        rule("Ingress", "web-ssh-0"),
        ...health(["web-machine", "web-ssh-0"]),
      ]),
    );
  });

  test("with an empty list of networks, no rule for SSH", async () => {
    expect(await shapes({ sshIngressCidrs: [] })).toEqual(
      byName([...usual.filter(({ name }) => name !== ssh), ...health(["web-machine"])]),
    );
  });

  test("with a time to live, when it ends is kept in the state and stands in every tag", async () => {
    const end = "web-expires-at";
    expect(await shapes({ ttlMinutes: 60 })).toEqual(
      byName([
        component,
        ...keys.map(stash),
        made,
        told,
        { ...stash(end), dependencies: ["web-made-with"] },
        { ...securityGroup, dependencies: [end] },
        rule("Ingress", ssh, { dependencies: [end, group] }),
        rule("Egress", egress, { dependencies: [end, group] }),
        machine({ dependencies: [egress, end, ...keys, group].sort() }),
        ...health(["web-machine", ssh]),
      ]),
    );
  });

  test("with a data volume, the check waits for its attachment, which the old machine gives up first", async () => {
    const args: Partial<AwsDockerHostArgs> = { subnetId: "subnet-0a1b2c3d", dataVolume: { sizeGiB: 50 } };
    expect(await shapes(args)).toEqual(
      byName([
        ...usual,
        { ...nothing, type: "aws:ebs/volume:Volume", name: "web-data" },
        {
          ...nothing,
          type: "aws:ec2/volumeAttachment:VolumeAttachment",
          name: "web-data-attachment",
          dependencies: ["web-data", "web-machine"],
          deleteBeforeReplace: true,
        },
        ...health(["web-data-attachment", "web-machine", ssh]),
      ]),
    );
  });

  test("with the login's own key, none is made for it", async () => {
    const names = (await shapes({ sshKey: { privateKey: loginKey.privateKey } })).map(({ name }) => name);
    expect(names).toEqual(all.map(({ name }) => name).filter((name) => name !== "web-login-key"));
    expect(hostKey).toBeDefined();
  });
});
