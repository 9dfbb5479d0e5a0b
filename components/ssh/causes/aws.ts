// SPDX-License-Identifier: Apache-2.0
// What the AWS CLI says: awscli/customizations/sessionmanager.py and ec2instanceconnect/ in its sources.
import { type Cause, line, option, type Words } from "./cause";

const here = (text: string, command: Words) => line(text, command, "--region", "--profile");
const whoAsks = (command: Words) => line("aws sts get-caller-identity", command, "--profile");

export const pluginMissing =
  "install AWS's Session Manager plugin beside the AWS CLI; `session-manager-plugin --version` shows which is there";

/** The first that fits counts. */
export const awsCauses: Cause[] = [
  {
    says: /TargetNotConnected/,
    kind: "silence",
    what: "the machine has not registered with Session Manager",
    fix: (words) =>
      "its SSM agent is not installed yet, its role has not the policy AmazonSSMManagedInstanceCore, it has no way to " +
      "ssm, ssmmessages and ec2messages of its region, or it belongs to another account or region; see " +
      here(
        `aws ssm describe-instance-information --filters Key=InstanceIds,Values=${option(words, "--target")}`,
        words,
      ),
  },
  {
    says: /SessionManagerPlugin is not found/,
    kind: "way",
    what: "session-manager-plugin is not on PATH",
    fix: () => pluginMissing,
  },
  {
    says: /Unable to locate credentials|config profile \(.*\) could not be found|ExpiredToken|RequestExpired|Token has expired|SSO [Ss]ession|Error loading SSO|security token included in the request is|InvalidClientTokenId|UnrecognizedClient|AuthFailure/,
    kind: "way",
    what: "AWS does not know who asks",
    fix: (words) =>
      `${whoAsks(words)} has to work where this runs: log in with \`aws sso login\`, set AWS_PROFILE, or set the keys in the environment`,
  },
  {
    says: /You must specify a region/,
    kind: "way",
    what: "no region is given",
    fix: () => "set AWS_REGION, or give --region",
  },
  {
    says: /(?:AccessDenied|UnauthorizedOperation|not authorized to perform).*?perform: ([\w-]+:\w+)|AccessDenied|UnauthorizedOperation/,
    kind: "refusal",
    what: "AWS does not allow it",
    fix: (words, [, action]) => `allow ${action ?? "the operation"} to who asks, which ${whoAsks(words)} names`,
  },
  {
    says: /no available instance connect endpoints/i,
    kind: "refusal",
    what: "the machine's VPC has no EC2 Instance Connect Endpoint that is ready",
    fix: (words) =>
      "make one with `aws ec2 create-instance-connect-endpoint` and a subnet of the VPC; see " +
      here("aws ec2 describe-instance-connect-endpoints", words),
  },
  {
    says: /InvalidInstanceID/,
    kind: "silence",
    what: "EC2 does not know the machine",
    fix: (words) =>
      `it is a moment old, or of another account or region; see ${here(`aws ec2 describe-instances --instance-ids ${option(words, "--instance-id")}`, words)}`,
  },
  {
    says: /Connection to destination port failed/,
    kind: "silence",
    what: "the SSM agent answers, and sshd in the machine does not",
    fix: () => "the boot is still at work (raise limits.ssh), or sshd is down or listens on another port",
  },
  {
    says: /WEBSOCKET|Websocket/,
    kind: "silence",
    what: "the EC2 Instance Connect Endpoint does not get through to the machine",
    fix: () =>
      "the boot is still at work (raise limits.ssh), the machine's security group does not let port 22 in from the endpoint, " +
      "or that of the endpoint does not let it out",
  },
  {
    says: /[Ii]nvalid choice|Unknown options|arguments are required/,
    kind: "way",
    what: "the AWS CLI does not know the command",
    fix: () => "`aws --version` has to be 2.12 or newer; version 1 opens no tunnels",
  },
];
