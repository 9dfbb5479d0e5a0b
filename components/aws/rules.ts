// SPDX-License-Identifier: Apache-2.0
// The arguments, one row each: what is allowed, and what a change does. What they say together is in together.ts.
import { decisive, fields, list, plain, required, ruled, type Shape } from "../../cloud-init/shape";
import { mountPoint } from "../../cloud-init/validate/folders";
import { error, shown } from "../../cloud-init/validate/problem";
import { cidrs } from "../arguments/networks";
import {
  flag,
  inPlace,
  matches,
  mayReplace,
  nothing,
  oneOf,
  replaces,
  restarts,
  type Table,
  value,
  whole,
} from "../arguments/row";
import { hostRows } from "../rules";
import { proxy } from "../ssh/rules";
import type { AwsDockerHostArgs, DataVolumeArgs, FirewallRuleArgs } from "./args";
import { AwsConnectBy, AwsConnectVia, AwsPublicAddress, DataVolumeType, FirewallProtocol } from "./choices";
import { isReadable, opensSsh } from "./firewall-rule";
import { kmsKeyId } from "./kms-key-rule";
import { tags } from "./tag-rules";

type Above = readonly unknown[];
const isGuarded = ([args]: Above) => (args as AwsDockerHostArgs).allowSshFromAnywhere !== true;
/** A rule inwards that lets SSH through, by whatever range of ports. */
const isGuardedRule = (above: Above) => {
  const rule = above[2] as FirewallRuleArgs;
  return isGuarded(above) && isReadable(rule) && opensSsh(rule);
};

const portOfRule = value(function* (given, path, above) {
  const { protocol = "tcp" } = above.at(-1) as FirewallRuleArgs;
  if (protocol !== "tcp" && protocol !== "udp")
    yield error(path, `is for tcp and udp, and protocol is ${shown(protocol)}; remove it`);
  else if (!Number.isInteger(given) || (given as number) < 0 || (given as number) > 65_535)
    yield error(path, `${shown(given)} is not a port from 0 to 65535`);
});

function firewallRule(isGuardedThen: (above: Above) => boolean): Shape {
  const members = {
    protocol: plain(oneOf(...Object.values(FirewallProtocol))),
    port: plain(portOfRule),
    toPort: plain(portOfRule),
    cidrs: required(plain(cidrs({ families: [4, 6], isGuarded: isGuardedThen }))),
    description: plain(
      matches(
        /^[a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]{0,255}$/,
        `at most 255 of the characters that AWS allows there: letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*`,
      ),
    ),
  } satisfies Record<keyof FirewallRuleArgs, Shape>;
  return plain(ruled(fields(members), inOrder));
}

function* inOrder(rule: FirewallRuleArgs, path: string) {
  const { port, toPort } = rule;
  if (!isReadable(rule) || toPort === undefined || (port !== undefined && toPort >= port)) return;
  yield error(`${path}.toPort`, `${shown(toPort)} is before port, which is ${shown(port)}; a range begins at port`);
}

const dataVolume = {
  sizeGiB: required(whole(1, 65_536, "a whole number of GiB")),
  mountPath: plain(mountPoint),
  type: oneOf(...Object.values(DataVolumeType)),
  deviceName: matches(/^\/dev\/(sd|xvd)[f-p]$/, `one of AWS's names from "/dev/sdf" to "/dev/sdp"`),
  finalSnapshot: flag,
} satisfies Record<keyof DataVolumeArgs, Shape>;

const securityGroupId = matches(/^sg-[0-9a-f]+$/, `the id of a security group, for example "sg-0123456789abcdef0"`);
const subnetId = matches(/^subnet-[0-9a-f]+$/, `the id of a subnet, for example "subnet-0123456789abcdef0"`);

export const rows: Table<AwsDockerHostArgs> = {
  ...hostRows,
  sshIngressCidrs: inPlace(plain(cidrs({ families: [4, 6], isGuarded }))),
  allowSshFromAnywhere: nothing(plain(flag)),
  ingress: inPlace(plain(list(firewallRule(isGuardedRule)))),
  egress: inPlace(plain(list(firewallRule(() => false)))),
  securityGroupIds: inPlace(decisive(list(securityGroupId))),
  additionalSecurityGroupIds: inPlace(list(securityGroupId)),
  subnetId: replaces(decisive(subnetId)),
  publicAddress: mayReplace(plain(oneOf(...Object.values(AwsPublicAddress)))),
  connectBy: nothing(plain(oneOf(...Object.values(AwsConnectBy)))),
  connectVia: mayReplace(plain(oneOf(...Object.values(AwsConnectVia)))),
  proxy: nothing(decisive(proxy)),
  instanceType: restarts(
    matches(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, `an instance type, for example "t3.small" or "t4g.small"`),
  ),
  amiId: replaces(matches(/^ami-[0-9a-f]+$/, `the id of an image, for example "ami-0123456789abcdef0"`)),
  rotateImage: replaces(matches(/^[^]*$/, "a string")),
  diskGiB: inPlace(whole(16, 65_536, "a whole number of GiB")),
  kmsKeyId: replaces(kmsKeyId),
  dataVolume: mayReplace(plain(fields(dataVolume))),
  metadataHopLimit: inPlace(oneOf(1, 2)),
  iamInstanceProfile: inPlace(
    matches(
      /^[\w+=,.@-]{1,128}$/,
      "the name (not the ARN) of an instance profile, as in `aws iam list-instance-profiles`",
    ),
  ),
  ssmAgent: replaces(plain(flag)),
  keyName: replaces(matches(/^(?! )[\x20-\x7e]{1,255}(?<! )$/, "the name of a key pair in EC2")),
  spot: replaces(plain(flag)),
  disableApiTermination: inPlace(plain(flag)),
  tags: inPlace(tags),
  region: replaces(matches(/^[a-z]{2,}(-[a-z]+)+-\d+$/, `a region, for example "eu-central-1"`)),
};
