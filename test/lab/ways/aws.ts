// SPDX-License-Identifier: Apache-2.0
// Stands in for the AWS CLI, version 2, as far as it opens ways to machines.
import { spawnSync, spawn } from "node:child_process";

import { type Instance, instances } from "../ec2/records";
import { cloud, main, note, parse, Refused, stdinIsTerminal, through, wishes } from "./lab";

const usage = "\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n";
const words = process.argv.slice(2);

/** The options that each command takes, beside those of all. */
const commands: Record<string, string[]> = {
  "ssm start-session": ["--target", "--document-name", "--parameters"],
  "ec2-instance-connect open-tunnel": ["--instance-id", "--remote-port"],
};

async function aws(): Promise<number> {
  note("aws", words);
  const { options, rest, flags } = parse(words);
  const [service = "", operation = "", ...surplus] = rest;
  const takes = commands[`${service} ${operation}`];
  if (!takes) throw new Refused(`${usage}\naws: error: argument operation: Found invalid choice '${operation}'`, 252);
  const unknown = [...flags, ...surplus, ...Object.keys(options)].filter(
    (name) => ![...takes, "--region", "--profile"].includes(name),
  );
  if (unknown.length > 0) throw new Refused(`${usage}\naws: error: Unknown options: ${unknown.join(", ")}`, 252);
  const profile = options["--profile"] ?? process.env.AWS_PROFILE;
  if (profile !== undefined && !wishes.profiles?.includes(profile))
    throw new Refused(`\nThe config profile (${profile}) could not be found`, 255);
  const region = options["--region"] ?? process.env.AWS_REGION;
  if (region === undefined)
    throw new Refused(
      '\nYou must specify a region. You can also configure your region by running "aws configure".',
      253,
    );
  if (wishes.loggedOut)
    throw new Refused('\nUnable to locate credentials. You can configure credentials by running "aws configure".', 253);
  return service === "ssm" ? startSession(options, region) : openTunnel(options, region);
}

function problem(code: string, operation: string, text: string): Refused {
  return new Refused(`\nAn error occurred (${code}) when calling the ${operation} operation: ${text}`, 254);
}

function allowed(action: string, code: string, operation: string): void {
  if (!wishes.denied?.includes(action)) return;
  const who = "arn:aws:iam::123456789012:user/ci";
  throw problem(code, operation, `User: ${who} is not authorized to perform: ${action} on resource: *`);
}

function needed(options: Record<string, string>, name: string): string {
  const value = options[name];
  if (value === undefined)
    throw new Refused(`${usage}\naws: error: the following arguments are required: ${name}`, 252);
  return value;
}

async function startSession(options: Record<string, string>, region: string): Promise<number> {
  const target = needed(options, "--target");
  const document = options["--document-name"] ?? "SSM-SessionManagerRunShell";
  allowed("ssm:StartSession", "AccessDeniedException", "StartSession");
  if (document !== "AWS-StartSSHSession")
    throw problem("InvalidDocument", "StartSession", `Document with name ${document} does not exist.`);
  if (!/^(portNumber=22|\{"portNumber":\["22"\]\})$/.test(options["--parameters"] ?? "portNumber=22"))
    throw problem("InvalidParameters", "StartSession", "Parameter portNumber has an invalid value.");
  const instance = find(target, region);
  const isRegistered = wishes.registered?.includes(target) ?? instance?.profile !== undefined;
  if (!instance || !isRegistered) throw problem("TargetNotConnected", "StartSession", `${target} is not connected.`);
  // The session is open when the CLI looks for its plugin; then it ends it again, which is a right of its own.
  const version = spawnSync("session-manager-plugin", ["--version"], { encoding: "utf8" });
  if (version.error) {
    allowed("ssm:TerminateSession", "AccessDeniedException", "TerminateSession");
    const page = "http://docs.aws.amazon.com/console/systems-manager/session-manager-plugin-not-found";
    throw new Refused(
      `\nSessionManagerPlugin is not found. Please refer to SessionManager Documentation here: ${page}`,
      255,
    );
  }
  const response = JSON.stringify({ SessionId: "ci-0123456789abcdef0", TokenValue: "token", StreamUrl: target });
  const given = ["AWS_SSM_START_SESSION_RESPONSE", region, "StartSession", options["--profile"] ?? "", "{}", "url"];
  const env = { ...process.env, AWS_SSM_START_SESSION_RESPONSE: response };
  const plugin = spawn("session-manager-plugin", given, { env, stdio: "inherit" });
  return new Promise((resolve) => plugin.on("exit", (status) => resolve(status ?? 255)));
}

async function openTunnel(options: Record<string, string>, region: string): Promise<number> {
  if (options["--instance-id"] === undefined) throw new Refused("\nSpecify an instance id or private ip.", 252);
  if (!["22", "3389"].includes(options["--remote-port"] ?? "22"))
    throw upgrade("The specified RemotePort is not valid");
  if (stdinIsTerminal()) throw new Refused("\nThis command does not support interactive mode.", 252);
  allowed("ec2:DescribeInstances", "UnauthorizedOperation", "DescribeInstances");
  const id = options["--instance-id"];
  const instance = find(id, region);
  if (!instance)
    throw problem("InvalidInstanceID.NotFound", "DescribeInstances", `The instance ID '${id}' does not exist`);
  if (wishes.noEndpoint) throw new Refused("\nThere are no available instance connect endpoints.", 252);
  if (wishes.denied?.includes("ec2-instance-connect:OpenTunnel")) throw upgrade("Access denied");
  // From inside the VPC, to the private address: the machine's security group decides.
  const { sshPort } = wishes;
  const isOpen = sshPort === undefined ? await through(instance.privateIp, 22) : await through("127.0.0.1", sshPort);
  if (!isOpen) throw upgrade("The EC2 Instance Connect Endpoint failed to connect to the instance");
  return 0;
}

const upgrade = (text: string) =>
  new Refused(
    `awscli.customizations.ec2instanceconnect.websocket - ERROR - {"ErrorCode":"InvalidParameter","Message":"${text}"}\n\n` +
      "AWS_ERROR_HTTP_WEBSOCKET_UPGRADE_FAILURE: Failed to upgrade HTTP connection to Websocket.",
    255,
  );

function find(id: string, region: string): Instance | undefined {
  const found = cloud.find(instances, id);
  return found?.region === region && found.state === "running" ? found : undefined;
}

void main(aws);
