// SPDX-License-Identifier: Apache-2.0
// What stands around an AwsDockerHost in its tests: AWS's answers, and the keys and the report of the local host's tests.
import type * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { hostKey, isCheck, loginKey, stdout } from "../local/host-under-test";
import { type Answer, RecordedProgram, type Reply } from "../recorded-program";

export { gated, gatedInPreview, hostKey, isCheck, loginKey, orderOf, report, summary } from "../local/host-under-test";

export const base: AwsDockerHostArgs = { sshIngressCidrs: ["203.0.113.0/24"] };

export const expires = "2026-11-24T18:00:00Z";

/** A machine that comes up and is healthy, with the keys above in the state. */
export const healthy: Answer = (registered) => {
  const { type, name } = registered;
  if (isCheck(registered)) return { stdout, stderr: "" };
  if (type === "aws:ec2/instance:Instance") return { publicIp: "198.51.100.7", privateIp: "10.0.0.7" };
  if (type === "aws:ec2/eip:Eip") return { publicIp: "198.51.100.99" };
  if (name.endsWith("-host-key")) return { output: hostKey };
  if (name.endsWith("-login-key")) return { output: loginKey };
  if (name.endsWith("-expires-at")) return { output: expires };
  return {};
};

/** What was asked of AWS, in the order of the questions. */
export type Asked = [string, Record<string, unknown>][];

/** An account with a default VPC, in which the subnet lies, and Rocky's images. */
export function account(asked: Asked = []): Reply {
  return ({ token, inputs: given }) => {
    const inputs = given as Asked[number][1];
    const name = token.replace(/.*:/, "");
    asked.push([name, inputs]);
    if (name === "getAmi")
      return { id: "ami-0newest", name: "Rocky-9-EC2-Base-9.8-20260525.0.x86_64", rootDeviceName: "/dev/xvda" };
    if (name === "getVpc") return { id: inputs.id ?? "vpc-default", cidrBlock: "10.0.0.0/16" };
    if (name === "getSubnet") return { vpcId: "vpc-own", availabilityZone: "eu-central-1b" };
    throw new Error(`${token} is not answered`);
  };
}

/** A program with one host, run to its end. */
export async function programWith(args: Partial<AwsDockerHostArgs> = {}, opts?: pulumi.ComponentResourceOptions) {
  const asked: Asked = [];
  const program = await RecordedProgram.start(healthy, { call: account(asked) });
  const host = new AwsDockerHost("web", { ...base, ...args }, opts);
  const outputs = await program.outputsOf(host);
  return { program, outputs, asked, host };
}
