// SPDX-License-Identifier: Apache-2.0
// The command lines of AWS that lead to a machine whose port 22 nobody else reaches.
import { AwsConnectVia } from "./choices";

/** Where the machine is, and who asks. */
export interface Target {
  id: string;
  region: string;
  /** A profile of the AWS CLI. Absent: what the environment says. */
  profile?: string | undefined;
}

/** A program and its arguments, whose stdin and stdout lead to the machine's SSH. */
export function wayTo(via: AwsConnectVia, { id, region, profile }: Target): string[] {
  const where = ["--region", region, ...(profile ? ["--profile", profile] : [])];
  if (via === AwsConnectVia.InstanceConnect)
    return ["aws", "ec2-instance-connect", "open-tunnel", "--instance-id", id, ...where];
  const ssh = ["--document-name", "AWS-StartSSHSession", "--parameters", "portNumber=22"];
  return ["aws", "ssm", "start-session", "--target", id, ...ssh, ...where];
}
