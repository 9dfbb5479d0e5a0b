// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { problemsByRow } from "../../../components/arguments/check";
import { rows } from "../../../components/aws/rules";

const plain = "must be a plain value and no Output: it has to be known when the program runs";
const sizeGiB = 5;
const aliasArn = "arn:aws:kms:us-east-1:123456789012:alias/team/disks";
const alias =
  "is an alias, and AWS answers with the key behind it: each update would replace the machine, and delete its data volume; use the key's ARN, which";

const both = (args: object) => problemsByRow(args, rows);

test.each<[string, string, Record<string, unknown>]>([
  ["sshIngressCidrs", "is a string, and must be a list", { sshIngressCidrs: "203.0.113.0/24" }],
  ["sshIngressCidrs", "is empty, and must be a list", { sshIngressCidrs: null }],
  ["sshIngressCidrs", plain, { sshIngressCidrs: pulumi.output([]) }],
  ["ingress", "is a map, and must be a list", { ingress: { port: 443 } }],
  ["egress", plain, { egress: Promise.resolve([]) }],
  ["ingress[1]", "is a number, and must be a map", { ingress: [{ cidrs: [] }, 443] }],
  ["ingress[0]", "is empty, and must be a map", { ingress: [null] }],
  ["egress[0]", "is a list, and must be a map", { egress: [[]] }],
  ["egress[0]", plain, { egress: [pulumi.output({ cidrs: [] })] }],
  ["ingress[0].cidrs", "is missing", { ingress: [{ port: 443 }] }],
  ["ingress[0].cidrs", "is a string, and must be a list", { ingress: [{ cidrs: "10.0.0.0/8" }] }],
  ["egress[0].cidrs", plain, { egress: [{ cidrs: pulumi.output([]) }] }],
  ["ingress[0].toport", `does not exist; did you mean "toPort"?`, { ingress: [{ toport: 1, cidrs: [] }] }],
  ["dataVolume", "is a number, and must be a map", { dataVolume: 50 }],
  ["dataVolume", "is a list, and must be a map", { dataVolume: [50] }],
  ["dataVolume", "is empty, and must be a map", { dataVolume: null }],
  ["dataVolume", plain, { dataVolume: pulumi.output({ sizeGiB }) }],
  ["dataVolume.sizeGb", `does not exist; did you mean "sizeGiB"?`, { dataVolume: { sizeGiB, sizeGb: 1 } }],
  ["dataVolume.sizeGiB", "is missing", { dataVolume: {} }],
  ["dataVolume.sizeGiB", "0 is not a whole number of GiB from 1 to 65536", { dataVolume: { sizeGiB: 0 } }],
  [
    "dataVolume.mountPath",
    `"data" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data"`,
    { dataVolume: { sizeGiB, mountPath: "data" } },
  ],
  ["dataVolume.mountPath", plain, { dataVolume: { sizeGiB, mountPath: pulumi.output("/data") } }],
  ["dataVolume.type", `"io2" is none of "gp3", "gp2", "st1", "sc1"`, { dataVolume: { sizeGiB, type: "io2" } }],
  [
    "dataVolume.deviceName",
    `"/dev/sda1" is not one of AWS's names from "/dev/sdf" to "/dev/sdp"`,
    { dataVolume: { sizeGiB, deviceName: "/dev/sda1" } },
  ],
  [
    "subnetId",
    `"eu-central-1a" is not the id of a subnet, for example "subnet-0123456789abcdef0"`,
    { subnetId: "eu-central-1a" },
  ],
  ["publicAddress", `"static" is none of "ephemeral", "elastic", "none"`, { publicAddress: "static" }],
  ["connectBy", `"vpn" is none of "publicAddress", "privateAddress"`, { connectBy: "vpn" }],
  [
    "securityGroupIds[0]",
    `"default" is not the id of a security group, for example "sg-0123456789abcdef0"`,
    { securityGroupIds: ["default"] },
  ],
  ["instanceType", `"small" is not an instance type, for example "t3.small" or "t4g.small"`, { instanceType: "small" }],
  ["amiId", `"rocky" is not the id of an image, for example "ami-0123456789abcdef0"`, { amiId: "rocky" }],
  ["rotateImage", `2 is not a string`, { rotateImage: 2 }],
  ["diskGiB", "8 is not a whole number of GiB from 16 to 65536", { diskGiB: 8 }],
  [
    "kmsKeyId",
    `"1234abcd" is not the ARN of a KMS key, for example "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
    { kmsKeyId: "1234abcd" },
  ],
  [
    "kmsKeyId",
    `"alias/ebs" ${alias} "aws kms describe-key --key-id alias/ebs --query KeyMetadata.Arn --output text" prints`,
    { kmsKeyId: "alias/ebs" },
  ],
  [
    "kmsKeyId",
    `"${aliasArn}" ${alias} "aws kms describe-key --key-id ${aliasArn} --region us-east-1 --query KeyMetadata.Arn --output text" prints`,
    { kmsKeyId: aliasArn },
  ],
  ["metadataHopLimit", "3 is none of 1, 2", { metadataHopLimit: 3 }],
  [
    "iamInstanceProfile",
    `"a/b" is not the name (not the ARN) of an instance profile, as in \`aws iam list-instance-profiles\``,
    { iamInstanceProfile: "a/b" },
  ],
  ["keyName", `"" is not the name of a key pair in EC2`, { keyName: "" }],
  ["region", `"Frankfurt" is not a region, for example "eu-central-1"`, { region: "Frankfurt" }],
  [
    'tags["aws:x"]',
    `"aws:x" with "1" is not a tag that AWS takes: a name has at most 128 characters and does not begin with "aws:", a value at most 256, both of letters, digits, spaces and _.:/=+-@`,
    { tags: { "aws:x": "1" } },
  ],
  [
    "tags",
    "has 45 tags, and AWS takes 50 of which 6 are ours; use at most 44",
    { tags: Object.fromEntries(Array.from({ length: 45 }, (_, i) => [`tag${i}`, "1"])) },
  ],
  ["tags", "is a list, and must be a map", { tags: ["a"] }],
  ["allowSshFromAnywhere", `"yes" is none of true, false`, { allowSshFromAnywhere: "yes" }],
  ["ssmAgent", `1 is none of true, false`, { ssmAgent: 1 }],
  ["spot", plain, { spot: pulumi.output(false) }],
  ["publicAddress", plain, { publicAddress: Promise.resolve("none") }],
])("%s is refused: %s (%#)", (path, message, args) => {
  expect(both(args)).toEqual([expect.objectContaining({ severity: "error", path, message })]);
});

test("each rule and each list that cannot be read is told", () => {
  const args = { sshIngressCidrs: "x", ingress: [1, { cidrs: 1 }, 2], egress: 3, dataVolume: 4 };
  expect(both(args).map(({ path }) => path)).toEqual([
    ...["sshIngressCidrs", "ingress[0]", "ingress[1].cidrs", "ingress[2]", "egress", "dataVolume"],
  ]);
});

test.each<[string, Record<string, unknown>]>([
  ["no argument", {}],
  [
    "arguments that are undefined",
    { sshIngressCidrs: undefined, ingress: undefined, dataVolume: undefined, spot: undefined },
  ],
  [
    "what is known late",
    { subnetId: pulumi.output("x"), instanceType: Promise.resolve("x"), tags: pulumi.output("x") },
  ],
  ["a tag that is known late, whatever is beside it", { tags: { "aws:x": "1", team: pulumi.output("x") } }],
  ["groups of which one is known late", { securityGroupIds: ["sg-0", pulumi.output("x")] }],
  ["a size of a data volume that is known late", { dataVolume: { sizeGiB: pulumi.output(0) } }],
  [
    "networks that are known late",
    { sshIngressCidrs: [pulumi.output("x")], egress: [{ cidrs: [pulumi.output("x")] }] },
  ],
])("nothing is said of %s", (_what, args) => {
  expect([...both(args)]).toEqual([]);
});
