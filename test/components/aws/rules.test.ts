// SPDX-License-Identifier: Apache-2.0
import { problemsByRow } from "../../../components/arguments/check";
import type { AwsDockerHostArgs, DataVolumeArgs } from "../../../components/aws/args";
import { rows } from "../../../components/aws/rules";
import type { DockerHostArgs } from "../../../components/docker-host-args";
import { withIntruder } from "../../cloud-init/intruder";

/** What an argument may be, at its edges, and what comes near. */
interface Form {
  fine: unknown[];
  wrong: unknown[];
}
const flag: Form = { fine: [true, false], wrong: ["true", 1, null] };
const arn = "arn:aws:kms:eu-central-1:123456789012";
const key = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Those that are made of more are in networks.test.ts, and the bastion is in ../ssh/rules.test.ts. */
type Others = keyof DockerHostArgs | "sshIngressCidrs" | "ingress" | "egress" | "dataVolume" | "proxy";

const tagsOf = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, ""]));
const groups: Form = {
  fine: [[], ["sg-0"], ["sg-0123456789abcdef0", "sg-0a"]],
  wrong: [
    "sg-0",
    null,
    { 0: "sg-0" },
    ...["", "sg-", "xsg-0", "sg-0g", "sg-0 ", "default", 0, ["sg-0"]].map((id) => ["sg-0", id]),
  ],
};

/** Every argument that is looked at by itself: one that is new has to come in here, or this does not compile. */
const forms: Record<Exclude<keyof AwsDockerHostArgs, Others> | keyof DataVolumeArgs, Form> = {
  securityGroupIds: groups,
  additionalSecurityGroupIds: groups,
  subnetId: {
    fine: ["subnet-0", "subnet-0123456789abcdef0"],
    wrong: ["", "subnet-", "xsubnet-0", "subnet-0g", "subnet-0 ", "eu-central-1a", 0],
  },
  instanceType: {
    fine: ["t3.small", "c7i-flex.large", "u-6tb1.112xlarge", "c7g.metal-48xl"],
    wrong: ["", "small", "3t.small", "T3.small", "t3.", ".small", "t3.small.x", " t3.small", 3],
  },
  amiId: { fine: ["ami-0", "ami-0123456789abcdef0"], wrong: ["", "ami-", "xami-0", "ami-0g", "ami-0 ", "rocky", 0] },
  rotateImage: { fine: ["", "2", "2026-11"], wrong: [2, true, null, []] },
  diskGiB: { fine: [16, 65_536], wrong: [15, 16.5, 65_537, "16", null] },
  kmsKeyId: {
    fine: [
      ...[`${arn}:key/${key}`, `${arn}:key/mrk-${"0a".repeat(16)}`],
      `arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/${key}`,
    ],
    wrong: [
      ...["", key, "alias/ebs", `${arn}:alias/a/b_c`, `${arn}:key/`, `${arn}:grant/${key}`, `${arn}4:key/${key}`, 1],
      ...[`x${arn}:key/${key}`, `${arn}:key/${key}0`, `${arn}:key/${key.toUpperCase()}`, `${arn}:key/mrk-0a`],
    ],
  },
  metadataHopLimit: { fine: [1, 2], wrong: [0, 3, 1.5, "1"] },
  iamInstanceProfile: {
    fine: ["a", "a".repeat(128), "A_b+=,.@-0"],
    wrong: ["", "a".repeat(129), "a b", "arn:aws:iam::123456789012:instance-profile/ssm", 1],
  },
  keyName: { fine: ["a", "a b", "~".repeat(255)], wrong: ["", "a".repeat(256), "é", "a\u007f", " a", "a ", 1] },
  region: {
    fine: ["eu-central-1", "us-gov-west-1", "ap-southeast-10"],
    wrong: ["", "Frankfurt", "eu-central-1a", "eu-central", "e-central-1", "-eu-central-1", "eu-1", 1],
  },
  tags: {
    fine: [
      {},
      { team: "" },
      { ["k".repeat(128)]: "v".repeat(256) },
      { aws: "a", "my:aws:x": "ä 0_.:/=+-@" },
      tagsOf(44),
    ],
    wrong: [
      ...["a", null, ["a"], { "": "a" }, { "aws:x": "1" }, { "AWS:x": "1" }, { ok: "a", "a*": "" }],
      ...[
        tagsOf(45),
        { ["k".repeat(129)]: "" },
        { k: "v".repeat(257) },
        { k: 1 },
        { k: null },
        { "k\nx": "" },
        { k: "v\nx" },
      ],
    ],
  },
  publicAddress: { fine: ["ephemeral", "elastic", "none"], wrong: ["", "static", true] },
  connectBy: { fine: ["publicAddress", "privateAddress"], wrong: ["", "vpn"] },
  connectVia: { fine: ["none", "ssm", "instanceConnect"], wrong: ["", "iap", "SSM", true] },
  allowSshFromAnywhere: flag,
  ssmAgent: flag,
  spot: flag,
  disableApiTermination: flag,
  sizeGiB: { fine: [1, 65_536], wrong: [0, 1.5, 65_537, "1"] },
  mountPath: {
    fine: ["/data", "/srv/a-b_c.d", "/var/lib/dockerx", "/home/ci"],
    wrong: [
      ...["", "/", "data", "srv/data", "/data/", "//data", "/data disk", 1, "/data/..", "/data/./a", "/etc", "/etc/x"],
      ...["/usr/local", "/tmp", "/var", "/var/lib", "/var/lib/rpm", "/var/log", "/home", "/var/lib/docker/volumes"],
    ],
  },
  finalSnapshot: flag,
  type: { fine: ["gp3", "gp2", "st1", "sc1"], wrong: ["", "io2", 3] },
  deviceName: {
    fine: ["/dev/sdf", "/dev/sdp", "/dev/xvdf"],
    wrong: ["", "/dev/sde", "/dev/sdq", "/dev/sdf1", "sdf", "x/dev/sdf", "/dev/nvme1n1", 1],
  },
};
const ofVolume: Record<keyof DataVolumeArgs, true> = {
  ...{ sizeGiB: true, mountPath: true, type: true, deviceName: true, finalSnapshot: true },
};

/** The paths at which a value is refused. */
function refusals(name: string, value: unknown): string[] {
  const args = name in ofVolume ? { dataVolume: { sizeGiB: 5, [name]: value } } : { [name]: value };
  return problemsByRow(args, rows).map(({ path }) => path);
}

describe.each(Object.entries(forms))("%s", (name, { fine, wrong }) => {
  const isTaken = (value: unknown) => refusals(name, value).length === 0;

  test("is taken in its form and refused beside it, by its path", () => {
    expect(fine.filter((value) => !isTaken(value))).toEqual([]);
    const path = name in ofVolume ? `dataVolume.${name}` : name;
    expect(wrong.filter((value) => !refusals(name, value)[0]?.startsWith(path))).toEqual([]);
  });

  test("is refused with another line before or behind it", () => {
    // Whatever stands in `rotateImage`, only its change counts.
    const texts = name === "rotateImage" ? [] : fine.filter((value) => typeof value === "string");
    expect(texts.flatMap(withIntruder).filter(isTaken)).toEqual([]);
  });
});
