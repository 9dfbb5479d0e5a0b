// SPDX-License-Identifier: Apache-2.0
// The command lines of the clouds as ways to a host, against stand-ins for them on PATH that are as strict as they are: what
// a person sees where one leads nowhere, and whether another try is worth it.
import { wayTo as wayOfAws } from "../../../components/aws/connect-via";
import { wayTo as wayOfGoogle } from "../../../components/gcp/connect-via";
import { type Steps, steps } from "../../../components/ssh/connection";
import { dial } from "../../../components/ssh/dial";
import { SshFailure } from "../../../components/ssh/failure";
import { ec2Machine, gceMachine, ScratchWays } from "../../lab/ways/scratch-ways";
import type { Wishes } from "../../lab/ways/lab";
import { type SshServer, startSshServer } from "../../tools/stand-ins/command-provider/ssh-server";
import { closedPort, closePorts, port, wayTo } from "./servers";

const ways = new ScratchWays();
let host: SshServer;
beforeAll(async () => (host = await startSshServer()));
afterAll(() => {
  host.close();
  closePorts();
  ways.remove();
});

const ssm = wayOfAws("ssm", ec2Machine);
const endpoint = wayOfAws("instanceConnect", ec2Machine);
const iap = wayOfGoogle(gceMachine);

/** Undefined where a login is accepted. */
async function failure(command: string[], wishes: Wishes = {}, limits: Partial<Steps> = {}) {
  ways.wish({ sshPort: host.port, ...wishes });
  const connection = wayTo(host, { host: "i-1", port: 22, proxyCommand: command });
  try {
    (await dial(connection, new AbortController().signal, { ...steps, ...limits })).close();
    return undefined;
  } catch (error) {
    if (error instanceof SshFailure) return error;
    throw error;
  }
}

test.each([
  ["Session Manager", ssm],
  ["an EC2 Instance Connect Endpoint", endpoint],
  ["Identity-Aware Proxy", iap],
])("%s lets us in, whatever it says on stderr first", async (_way, command) => {
  expect(await failure(command, { warns: "WARNING: consider installing NumPy" })).toBeUndefined();
});

test("a profile is the command's own, and the plugin's", async () => {
  const command = wayOfAws("ssm", { ...ec2Machine, profile: "ops" });
  expect(await failure(command, { profiles: ["ops"] })).toBeUndefined();
  expect(ways.calls().at(-1)).toContain("StartSession ops ");
});

/** What is wrong, the kind of failure, what is said, and what is to be done about it. */
const cases: [string, string[], Wishes, string, string, string][] = [
  [
    "the agent has not registered",
    ...([ssm, { registered: [] }] as [string[], Wishes]),
    "silence",
    "the machine has not registered with Session Manager: An error occurred (TargetNotConnected)",
    "see `aws ssm describe-instance-information --filters Key=InstanceIds,Values=i-0123456789abcdef0 --region eu-central-1`",
  ],
  [
    "nobody is logged in at AWS",
    ...([ssm, { loggedOut: true }] as [string[], Wishes]),
    "way",
    "AWS does not know who asks: Unable to locate credentials.",
    "`aws sts get-caller-identity` has to work",
  ],
  [
    "the profile is not on this computer",
    ...([wayOfAws("instanceConnect", { ...ec2Machine, profile: "ops" }), {}] as [string[], Wishes]),
    "way",
    "AWS does not know who asks: The config profile (ops) could not be found",
    "`aws sts get-caller-identity --profile ops` has to work",
  ],
  [
    "the right to sessions is missing",
    ...([ssm, { denied: ["ssm:StartSession"] }] as [string[], Wishes]),
    "refusal",
    "AWS does not allow it: An error occurred (AccessDeniedException)",
    "allow ssm:StartSession to who asks, which `aws sts get-caller-identity` names",
  ],
  [
    "the right to look the machine up is missing",
    ...([endpoint, { denied: ["ec2:DescribeInstances"] }] as [string[], Wishes]),
    "refusal",
    "AWS does not allow it: An error occurred (UnauthorizedOperation)",
    "allow ec2:DescribeInstances to who asks",
  ],
  [
    "the VPC has no endpoint",
    ...([endpoint, { noEndpoint: true }] as [string[], Wishes]),
    "refusal",
    "the machine's VPC has no EC2 Instance Connect Endpoint that is ready: There are no available",
    "see `aws ec2 describe-instance-connect-endpoints --region eu-central-1`",
  ],
  [
    "the machine is of another region",
    ...([wayOfAws("instanceConnect", { ...ec2Machine, region: "eu-west-1" }), {}] as [string[], Wishes]),
    "silence",
    "EC2 does not know the machine: An error occurred (InvalidInstanceID.NotFound)",
    "see `aws ec2 describe-instances --instance-ids i-0123456789abcdef0 --region eu-west-1`",
  ],
  [
    "an AWS CLI is too old to know the command",
    ...([["aws", "ec2-instance-connect", "open-tunnels"], {}] as [string[], Wishes]),
    "way",
    "the AWS CLI does not know the command: aws: error: argument operation: Found invalid choice",
    "`aws --version` has to be 2.12 or newer",
  ],
  [
    "nobody is logged in at Google",
    ...([iap, { loggedOut: true }] as [string[], Wishes]),
    "way",
    "gcloud is not logged in: ERROR: (gcloud.compute.start-iap-tunnel) You do not currently have an active account",
    "`gcloud auth login`",
  ],
  [
    "the role of tunnels is missing",
    ...([iap, { denied: ["iap.tunnelInstances.accessViaIAP"] }] as [string[], Wishes]),
    "refusal",
    "Identity-Aware Proxy does not let you in: ERROR: (gcloud.compute.start-iap-tunnel) Error while connecting [4033",
    `\`gcloud projects add-iam-policy-binding my-project --member="user:$(gcloud config get account)" --role=roles/iap.tunnelResourceAccessor\``,
  ],
  [
    "the right to look Google's machine up is missing",
    ...([iap, { denied: ["compute.instances.get"] }] as [string[], Wishes]),
    "refusal",
    "Google Cloud does not allow it: - Required 'compute.instances.get' permission",
    "give compute.instances.get to who asks",
  ],
  [
    "Google knows no such machine",
    ...([wayOfGoogle({ ...gceMachine, zone: "europe-west1-c" }), {}] as [string[], Wishes]),
    "silence",
    "Identity-Aware Proxy does not find the machine: - The resource",
    "see `gcloud compute instances list --project my-project`",
  ],
  [
    "gcloud does not know an option",
    ...([[...iap, "--tunnel-through-mars"], {}] as [string[], Wishes]),
    "way",
    "gcloud does not know the command: ERROR: (gcloud.compute.start-iap-tunnel) unrecognized arguments",
    "`gcloud components update`",
  ],
];

test.each(cases)("%s", async (_what, command, wishes, kind, message, hint) => {
  const failed = await failure(command, wishes);
  expect(failed).toMatchObject({ kind, message: expect.stringContaining(message) as string });
  expect(failed?.hint).toContain(hint);
});

describe("sshd in the machine does not answer yet", () => {
  test.each([
    [
      "Session Manager, which says so where SSH is expected",
      ssm,
      "the SSM agent answers, and sshd in the machine does not",
    ],
    ["an EC2 Instance Connect Endpoint", endpoint, "the EC2 Instance Connect Endpoint does not get through"],
    ["Identity-Aware Proxy", iap, "Identity-Aware Proxy does not get through to the machine"],
  ])("%s", async (_way, command, message) => {
    const failed = await failure(command, { sshPort: await closedPort() });
    expect(failed).toMatchObject({ kind: "silence", message: expect.stringContaining(message) as string });
  });

  test("and to Identity-Aware Proxy nobody has opened the firewall", async () => {
    ways.admit("203.0.113.0/24");
    expect((await failure(iap))?.hint).toContain("no firewall rule lets 35.235.240.0/20 in to port 22");
    ways.admit("35.235.240.0/20");
  });
});

describe("a program that is not on PATH is told before anything is started", () => {
  test.each([
    ["aws", ["session-manager-plugin"], ssm, "aws is not on PATH", "install the AWS CLI, version 2.12"],
    ["the plugin", ["aws"], ssm, "session-manager-plugin is not on PATH", "install AWS's Session Manager plugin"],
    ["gcloud", ["aws"], iap, "gcloud is not on PATH", "install the Google Cloud CLI"],
  ])("%s", async (_which, programs, command, message, hint) => {
    ways.programs(...programs);
    const failed = await failure(command);
    expect(failed).toMatchObject({ kind: "way", message, hint: expect.stringContaining(hint) as string });
    expect(ways.calls()).toEqual([]);
    ways.programs("aws", "session-manager-plugin", "gcloud");
  });

  test("but an endpoint needs no plugin", async () => {
    ways.programs("aws");
    expect(await failure(endpoint)).toBeUndefined();
    ways.programs("aws", "session-manager-plugin", "gcloud");
  });
});

describe("silence is bounded, and nothing stays behind", () => {
  const gone = async () => {
    while (ways.running().length > 0) await new Promise((next) => setTimeout(next, 20));
    return true;
  };

  test("of a command that hangs and listens to no signal", async () => {
    const failed = await failure(iap, { hangs: true, warns: "WARNING: slow" }, { tcp: 0.5, banner: 0.5 });
    expect(failed).toMatchObject({
      kind: "silence",
      message: "the command that leads to the host, gcloud, gives no byte of the host: WARNING: slow",
      hint: `run \`${iap.join(" ")}\` by hand`,
    });
    expect(await gone()).toBe(true);
  });

  test("of a machine behind a way that works, with the plugin that the command has started", async () => {
    const failed = await failure(ssm, { sshPort: await port(() => {}) }, { tcp: 2, banner: 2 });
    expect(failed?.kind).toBe("silence");
    expect(await gone()).toBe(true);
  });
});
