// SPDX-License-Identifier: Apache-2.0
// Half of this is tested by tsc, which `npm test` runs: it refuses an `@ts-expect-error` above a line that compiles.
import type { Problem } from "../../cloud-init";
import { DockerChannel, KeyType, LogDriver, UlimitName } from "../../components";
import type { DockerArgs } from "../../components/docker-args";
import { AwsConnectBy, AwsConnectVia, AwsPublicAddress, DataVolumeType, FirewallProtocol } from "../../components/aws";
import type { AwsDockerHostArgs } from "../../components/aws/args";
import { awsHostProblems } from "../../components/aws/problems";
import { GcpConnectVia, GcpHostKeyFrom, GcpPublicAddress } from "../../components/gcp";
import type { GcpDockerHostArgs } from "../../components/gcp/args";
import { gcpHostProblems } from "../../components/gcp/problems";

test("a plain string compiles, and is the same as the constant", () => {
  const docker: DockerArgs = {
    channel: "test",
    logDriver: "json-file",
    defaultUlimits: [{ name: "nofile", soft: 1, hard: 1 }],
  };
  expect(docker).toEqual({
    channel: DockerChannel.Test,
    logDriver: LogDriver.JsonFile,
    defaultUlimits: [{ name: UlimitName.Nofile, soft: 1, hard: 1 }],
  });
  const aws: AwsDockerHostArgs = {
    publicAddress: "none",
    connectBy: "privateAddress",
    connectVia: "ssm",
    dataVolume: { sizeGiB: 10, type: "st1" },
    ingress: [{ protocol: "udp", cidrs: [] }],
  };
  expect(aws).toEqual({
    publicAddress: AwsPublicAddress.None,
    connectBy: AwsConnectBy.PrivateAddress,
    connectVia: AwsConnectVia.Ssm,
    dataVolume: { sizeGiB: 10, type: DataVolumeType.St1 },
    ingress: [{ protocol: FirewallProtocol.Udp, cidrs: [] }],
  });
  const gcp: GcpDockerHostArgs = {
    publicAddress: "static",
    hostKeyFrom: "injected",
    keyType: "ecdsa",
    connectVia: "iap",
  };
  expect(gcp).toEqual({
    publicAddress: GcpPublicAddress.Static,
    hostKeyFrom: GcpHostKeyFrom.Injected,
    keyType: KeyType.Ecdsa,
    connectVia: GcpConnectVia.Iap,
  });
});

test("a mistyped one does not compile, and where nothing is compiled the rules refuse it", () => {
  const [channel, logDriver, name] = ["nightly", "file", "files"] as const;
  // @ts-expect-error -- none of Docker's channels
  const channels: DockerArgs = { channel };
  // @ts-expect-error -- none of Docker's log drivers
  const drivers: DockerArgs = { logDriver };
  // @ts-expect-error -- none of the limits
  const limits: DockerArgs = { defaultUlimits: [{ name, soft: 1, hard: 1 }] };
  // @ts-expect-error -- Google's word
  const address: AwsDockerHostArgs = { publicAddress: "static" };
  // @ts-expect-error -- an address is chosen, not written
  const reached: AwsDockerHostArgs = { connectBy: "10.0.0.1" };
  // @ts-expect-error -- in lower case
  const rule: AwsDockerHostArgs = { ingress: [{ protocol: "TCP", cidrs: [] }] };
  // @ts-expect-error -- none that can be a second disk
  const volume: AwsDockerHostArgs = { dataVolume: { sizeGiB: 10, type: "io2" } };
  // @ts-expect-error -- AWS's word
  const fixed: GcpDockerHostArgs = { publicAddress: "elastic" };
  // @ts-expect-error -- the whole word
  const key: GcpDockerHostArgs = { hostKeyFrom: "guest" };
  // @ts-expect-error -- none that is made
  const kind: GcpDockerHostArgs = { keyType: "rsa" };

  const tried: [Problem[], string][] = [
    [awsHostProblems({ docker: channels }), "docker.channel"],
    [awsHostProblems({ docker: drivers }), "docker.logDriver"],
    [awsHostProblems({ docker: limits }), "docker.defaultUlimits[0].name"],
    [awsHostProblems(address), "publicAddress"],
    [awsHostProblems(reached), "connectBy"],
    [awsHostProblems(rule), "ingress[0].protocol"],
    [awsHostProblems(volume), "dataVolume.type"],
    [gcpHostProblems("web", fixed), "publicAddress"],
    [gcpHostProblems("web", key), "hostKeyFrom"],
    [gcpHostProblems("web", kind), "keyType"],
  ];
  for (const [problems, path] of tried) expect(problems.map((problem) => problem.path)).toContain(path);
});
