// SPDX-License-Identifier: Apache-2.0
import { awsHostProblems, awsTemplateProblems } from "../../../components/aws/problems";

const base = { sshIngressCidrs: ["203.0.113.0/24"] };
const none = { sshIngressCidrs: undefined };
const volume = { subnetId: "subnet-0a", dataVolume: { sizeGiB: 5 }, docker: { dataRoot: "/data/docker" } };
const proxy = { host: "198.51.100.1" };
const found = (args: Record<string, unknown>) => awsHostProblems({ ...base, ...args });

const instead = "is for the security group that is made, and securityGroupIds takes its place; remove one of the two";
const missing = `is missing: name the networks that may reach SSH, for example ["203.0.113.7/32"] for one address, or give securityGroupIds, connectVia or a proxy`;
const noWayIn = `"none" leaves no way in for the health check; give connectVia or a proxy, or set connectBy to "privateAddress" where the program runs inside the VPC`;
const noSites = `is missing: with publicAddress "none" it must be a subnet that reaches package sites by NAT or a proxy`;

/** The path, the message, and the arguments, also such as a file of settings may hold. */
const invalid: [string, string, Record<string, unknown>][] = [
  ["sshIngressCidrs", missing, none],
  ["sshIngressCidrs", instead, { securityGroupIds: ["sg-1"] }],
  [
    "additionalSecurityGroupIds[0]",
    `"sg-1" is here twice; keep one of them`,
    { ...none, securityGroupIds: ["sg-1"], additionalSecurityGroupIds: ["sg-1"] },
  ],
  [
    "additionalSecurityGroupIds[1]",
    `"sg-1" is here twice; keep one of them`,
    { ...none, securityGroupIds: ["sg-0"], additionalSecurityGroupIds: ["sg-1", "sg-1"] },
  ],
  ["ingress", instead, { ...none, securityGroupIds: ["sg-1"], ingress: [] }],
  ["egress", instead, { ...none, securityGroupIds: ["sg-1"], egress: [] }],
  ["publicAddress", noWayIn, { publicAddress: "none", subnetId: "subnet-0a" }],
  ["subnetId", noSites, { publicAddress: "none", connectBy: "privateAddress" }],
  [
    "connectBy",
    `"publicAddress" is not reached through a proxy; remove one of the two`,
    { connectBy: "publicAddress", proxy },
  ],
  [
    "rotateImage",
    "chooses the newest image anew, and amiId names one; remove one of the two",
    { rotateImage: "2", amiId: "ami-0123" },
  ],
  [
    "disableApiTermination",
    "AWS protects no spot instance from termination; remove one of the two",
    { spot: true, disableApiTermination: true },
  ],
  [
    "subnetId",
    "is missing: a data volume stays in one availability zone, and so must the machine",
    { dataVolume: { sizeGiB: 5 } },
  ],
  [
    "dataVolume",
    "cannot be taken from a spot instance, which AWS does not stop; remove one of the two",
    { ...volume, spot: true },
  ],
  [
    "connectVia",
    "is another way to the machine than proxy; remove one of the two",
    { connectVia: "instanceConnect", proxy },
  ],
  [
    "connectVia",
    "is another way to the machine than connectBy; remove one of the two",
    { connectVia: "instanceConnect", connectBy: "privateAddress" },
  ],
  [
    "sshIngressCidrs",
    `opens port 22, of which connectVia "ssm" needs nothing; remove it, or use ingress for a port 22 that others need`,
    { connectVia: "ssm", iamInstanceProfile: "ssm" },
  ],
  ["diskGib", `does not exist; did you mean "diskGiB"?`, { diskGib: 20 }],
  ["proxy.hots", `does not exist; did you mean "host"?`, { proxy: { ...proxy, hots: "x" } }],
];

test.each(invalid)("%s is refused: %s (%#)", (path, message, args) => {
  expect(found(args)).toEqual([expect.objectContaining({ severity: "error", path, message })]);
});

test.each<[string, Record<string, unknown>]>([
  ["nothing but who may reach SSH", {}],
  ["a host behind a bastion", { ...none, proxy }],
  ["a host that the program reaches inside the VPC", { ...none, connectBy: "privateAddress" }],
  ["Session Manager", { ...none, connectVia: "ssm", iamInstanceProfile: "ssm" }],
  [
    "Session Manager, without a public address",
    { ...none, connectVia: "ssm", iamInstanceProfile: "ssm", publicAddress: "none", subnetId: "subnet-0a" },
  ],
  ["no command line, by name", { connectVia: "none", proxy: undefined, connectBy: "publicAddress" }],
  ["an EC2 Instance Connect Endpoint", { ...none, connectVia: "instanceConnect" }],
  ["an endpoint that keeps the client's address", { connectVia: "instanceConnect" }],
  ["a group beside the one that is made", { additionalSecurityGroupIds: ["sg-1"] }],
  ["groups of the caller's own", { ...none, securityGroupIds: ["sg-1"] }],
  ["no public address, behind a bastion", { ...none, proxy, publicAddress: "none", subnetId: "subnet-0a" }],
  ["a public address by name", { connectBy: "publicAddress", publicAddress: "elastic" }],
  ["an image by its id", { amiId: "ami-0123" }],
  ["the newest image anew", { rotateImage: "2" }],
  ["a spot instance", { spot: true, disableApiTermination: false }],
  ["a machine that AWS protects", { disableApiTermination: true }],
  ["a machine that ends", { ttlMinutes: 60 }],
  ["a data volume", volume],
  ["little memory with swap", { instanceType: "t3.micro", swapMiB: 1024 }],
])("nothing is said of %s", (_what, args) => {
  expect(found(args)).toEqual([]);
});

test.each([
  [
    "instanceType",
    `"t3.micro" has 1024 MiB of memory, which is little: dnf alone takes about 1024; use "t3.small" or more, or set swapMiB`,
    { instanceType: "t3.micro" },
  ],
  [
    "iamInstanceProfile",
    `is missing: connectVia "ssm" needs the name of an instance profile whose role has the policy AmazonSSMManagedInstanceCore, unless Default Host Management is on in the account and region`,
    { ...none, connectVia: "ssm" },
  ],
  [
    "disableApiTermination",
    "does not hold back ttlMinutes: the machine ends itself all the same",
    { ttlMinutes: 60, disableApiTermination: true },
  ],
])("%s is warned about: %s", (path, message, args) => {
  expect(found(args)).toEqual([expect.objectContaining({ severity: "warning", path, message })]);
});

test("mistakes are told all together, of each kind", () => {
  const wrong = { sshIngressCidrs: ["0.0.0.0/0"], diskGiB: 1, instanceType: "x", publicAddress: "none", regoin: "x" };
  expect(found(wrong).map(({ path }) => path)).toEqual([
    ...["regoin", "sshIngressCidrs[0]", "instanceType", "diskGiB", "subnetId", "publicAddress"],
  ]);
});

test("where an argument cannot be read, nothing is said of what belongs together", () => {
  const wrong = { sshIngressCidrs: "0.0.0.0/0", diskGiB: 1, regoin: "x", publicAddress: "none" };
  expect(found(wrong).map(({ path }) => path)).toEqual(["regoin", "sshIngressCidrs", "diskGiB"]);
});

test("of a template, image and logs are looked at as a host's are", () => {
  const docker = { logDriver: "awslogs" as const, daemonConfig: { "log-opts": { "awslogs-group": "web" } } };
  const wrong = { amiId: "ami-0123", rotateImage: "2", instanceType: "t3.micro", docker };
  expect(awsTemplateProblems({ securityGroupIds: ["sg-1"], ...wrong }).map(({ path }) => path)).toEqual([
    ...["rotateImage", "instanceType", "iamInstanceProfile"],
  ]);
});
