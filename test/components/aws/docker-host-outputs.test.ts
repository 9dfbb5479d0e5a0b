// SPDX-License-Identifier: Apache-2.0
import { Provider } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { AwsDockerHost } from "../../../components/aws/docker-host";
import type { AwsDockerHostArgs } from "../../../components/aws/args";
import { rows } from "../../../components/aws/rules";
import { RecordedProgram } from "../recorded-program";
import {
  account,
  base,
  gated,
  healthy,
  hostKey,
  isCheck,
  loginKey,
  orderOf,
  programWith,
  report,
  summary,
} from "./host-under-test";

const bastion = {
  host: "198.51.100.1",
  user: "rocky",
  privateKey: pulumi.secret(hostKey.privateKey),
  hostKey: hostKey.publicKey,
};

describe("the outputs", () => {
  test("say how to use the host, and what was made", async () => {
    const { outputs, host } = await programWith();
    const { instance, securityGroup, ...rest } = outputs;
    const publicKey = hostKey.publicKey.split(" ").slice(0, 2).join(" ");
    expect(rest).toEqual({
      address: "198.51.100.7",
      port: 22,
      privateAddress: "10.0.0.7",
      user: "rocky",
      dockerHost: "ssh://rocky@198.51.100.7:22",
      knownHosts: `198.51.100.7 ${publicKey}`,
      sshConfig: "Host web 198.51.100.7\n  HostName 198.51.100.7\n  Port 22\n  User rocky\n",
      proxyCommand: [],
      privateKey: { secret: loginKey.privateKey },
      connection: {
        secret: {
          ...{ host: "198.51.100.7", port: 22, user: "rocky" },
          ...{ privateKey: loginKey.privateKey, hostKey: hostKey.publicKey },
        },
      },
      machineId: "web-machine-id",
      imageName: "ami-0newest",
      amiId: "ami-0newest",
      dockerVersion: "27.5.1",
      summary,
      health: report,
    });
    expect([instance, securityGroup]).toEqual([expect.anything(), expect.anything()]);
    const ids = pulumi.all([host.instance.id, host.securityGroup?.id]);
    expect(await new Promise((resolve) => ids.apply(resolve))).toEqual(["web-machine-id", "web-security-group-id"]);
  });

  test("have no security group where the caller's own are used", async () => {
    const { host } = await programWith({ sshIngressCidrs: undefined, securityGroupIds: ["sg-1"] });
    expect(host.securityGroup).toBeUndefined();
  });

  test("wait for the health check, but for what is no way in", async () => {
    const program = await RecordedProgram.start(
      (registered) => (isCheck(registered) ? new Promise(() => {}) : healthy(registered)),
      { call: account() },
    );
    const host = new AwsDockerHost("web", base);
    const resolved: string[] = [];
    for (const name of gated) (host[name] as pulumi.Output<unknown>).apply(() => resolved.push(name));
    const made = await new Promise((resolve) => pulumi.all([host.machineId, host.imageName]).apply(resolve));
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect([made, resolved]).toEqual([["web-machine-id", "ami-0newest"], []]);
    expect(program.find("web-machine").inputs.ami).toBe("ami-0newest");
  });
});

describe("the address", () => {
  const connectionWith = async (args: Partial<AwsDockerHostArgs>) =>
    orderOf((await programWith(args)).program).connection;

  test.each<[string, Partial<AwsDockerHostArgs>, string]>([
    ["the machine's public one", {}, "198.51.100.7"],
    ["the Elastic IP, where there is one", { publicAddress: "elastic" }, "198.51.100.99"],
    ["the private one, where the caller says so", { connectBy: "privateAddress" }, "10.0.0.7"],
    [
      "the private one, also of a machine with an Elastic IP",
      { connectBy: "privateAddress", publicAddress: "elastic" },
      "10.0.0.7",
    ],
    ["the private one behind a bastion", { proxy: bastion }, "10.0.0.7"],
  ])("is %s", async (_which, args, host) => {
    expect(await connectionWith(args)).toMatchObject({ host, port: 22, user: "rocky" });
  });

  test("behind a bastion is reached through it", async () => {
    const { proxy } = await connectionWith({ proxy: bastion });
    expect(proxy).toMatchObject({ host: "198.51.100.1", hostKey: hostKey.publicKey });
  });
});

describe("a command line of AWS", () => {
  const by = { sshIngressCidrs: undefined, region: "eu-central-1", iamInstanceProfile: "ssm" };
  const session = "aws ssm start-session --target web-machine-id --document-name AWS-StartSSHSession";
  const tunnel = "aws ec2-instance-connect open-tunnel --instance-id web-machine-id";
  test.each<[AwsDockerHostArgs["connectVia"], string]>([
    ["ssm", `${session} --parameters portNumber=22 --region eu-central-1`],
    ["instanceConnect", `${tunnel} --region eu-central-1`],
  ])("is the way of the check and of the outputs: %s", async (connectVia, line) => {
    const { program, outputs } = await programWith({ ...by, connectVia, publicAddress: "none", subnetId: "subnet-0a" });
    const proxyCommand = line.split(" ");
    expect(orderOf(program).connection).toMatchObject({ host: "web-machine-id", port: 22, proxyCommand });
    expect(outputs).toMatchObject({
      ...{ address: "web-machine-id", dockerHost: "ssh://rocky@web-machine-id:22", proxyCommand },
      knownHosts: expect.stringMatching(/^web-machine-id ssh-ed25519 /) as string,
      sshConfig: `Host web web-machine-id\n  HostName web-machine-id\n  Port 22\n  User rocky\n  ProxyCommand ${line}\n`,
    });
    expect(outputs.connection).not.toHaveProperty("secret.proxyCommand");
  });

  test("has the profile of the configuration, or of a provider of the caller's own", async () => {
    const args = { ...by, connectVia: "ssm" as const };
    pulumi.runtime.setAllConfig({ "aws:profile": "configured" });
    const { outputs } = await programWith(args);
    expect(outputs.proxyCommand).toEqual(expect.arrayContaining(["--profile", "configured"]));
    const program = await RecordedProgram.start(healthy, { call: account() });
    const provider = new Provider("own", { profile: "own" });
    const own = await program.outputsOf(new AwsDockerHost("web", { ...base, ...args }, { provider }));
    pulumi.runtime.setAllConfig({});
    expect(own.proxyCommand).toEqual(expect.arrayContaining(["--profile", "own"]));
  });
});

test("a bastion stands in sshConfig, which is as secret as its arguments", async () => {
  const { outputs } = await programWith({ proxy: { ...bastion, port: 2022 } });
  const lines = [
    "Host web 10.0.0.7",
    "HostName 10.0.0.7",
    "Port 22",
    "User rocky",
    "ProxyJump rocky@198.51.100.1:2022",
  ];
  expect(outputs.sshConfig).toEqual({ secret: `${lines.join("\n  ")}\n` });
});

describe("the check runs again", () => {
  const triggers = async (args: Partial<AwsDockerHostArgs>) =>
    (await programWith(args)).program.find("web-health-check").inputs.triggers;
  const stops: Partial<AwsDockerHostArgs> = { instanceType: "t3.large" };

  test("when the machine is another one, has another type, or when the caller wants it", async () => {
    expect(await triggers({ health: { triggers: ["again"] } })).toEqual(["web-machine-id", "t3.small", "again"]);
  });

  test.each<[string, Partial<AwsDockerHostArgs>]>([
    ["an Elastic IP", { publicAddress: "elastic" }],
    ["a private address", { connectBy: "privateAddress" }],
  ])("for each argument for which the machine is stopped, which keeps %s", async (_what, address) => {
    const stopping = Object.entries(rows).filter(([, { change }]) => change === "stop and start");
    expect(Object.keys(stops)).toEqual(stopping.map(([name]) => name));
    for (const [name, value] of Object.entries(stops))
      expect(await triggers({ ...address, [name]: value })).not.toEqual(await triggers(address));
  });
});
