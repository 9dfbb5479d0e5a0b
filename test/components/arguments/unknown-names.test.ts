// SPDX-License-Identifier: Apache-2.0
// What JavaScript lets through, and TypeScript in a spread: names that do not exist, and no arguments at all. That each
// table of names is complete is for the compiler to say.
import * as pulumi from "@pulumi/pulumi";

import { DockerSwarm, HostHealth, LocalDockerHost } from "../../../components";
import { AwsDockerHost } from "../../../components/aws/docker-host";
import { awsHostProblems } from "../../../components/aws/problems";
import { GcpDockerHost } from "../../../components/gcp/docker-host";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { hostHealthProblems } from "../../../components/health/rules";
import { localHostProblems } from "../../../components/local/problems";
import { RecordedProgram } from "../recorded-program";

const components = { AwsDockerHost, GcpDockerHost, LocalDockerHost, HostHealth, DockerSwarm };
type Name = keyof typeof components;

const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const complete = {
  AwsDockerHost: { sshIngressCidrs: ["203.0.113.7/32"] },
  GcpDockerHost: { sshSourceRanges: ["203.0.113.7/32"] },
  LocalDockerHost: { image },
  HostHealth: { connection: { host: "192.0.2.1" }, dockerUsers: ["rocky"] },
  DockerSwarm: { managers: [{ name: "m1", connection: { host: "192.0.2.1" }, privateAddress: "10.0.0.1" }] },
} satisfies Record<Name, object>;

/** The lines of the error. */
function refusal(name: Name, ...args: unknown[]): string[] {
  const component = components[name] as new (...args: unknown[]) => unknown;
  try {
    new component(`g${count++}`, ...args);
  } catch (error) {
    if (pulumi.InputPropertiesError.isInstance(error)) return error.message.split("\n");
    throw error;
  }
  throw new Error("the arguments were accepted");
}
let count = 0;

beforeEach(() => RecordedProgram.start(() => ({})));

describe("a name that does not exist is refused", () => {
  test.each<[Name, object, string, string]>([
    ["AwsDockerHost", { sshIngresCidrs: [] }, "sshIngresCidrs", "sshIngressCidrs"],
    ["AwsDockerHost", { ttlMinute: 60 }, "ttlMinute", "ttlMinutes"],
    ["AwsDockerHost", { ingress: [{ ports: 443, cidrs: [] }] }, "ingress[0].ports", "port"],
    ["AwsDockerHost", { proxy: { host: "192.0.2.2", usr: "ec2-user" } }, "proxy.usr", "user"],
    ["GcpDockerHost", { dockerUser: ["rocky"] }, "dockerUser", "dockerUsers"],
    ["GcpDockerHost", { serviceAccount: { email: "a@b", scope: [] } }, "serviceAccount.scope", "scopes"],
    ["GcpDockerHost", { dataDisk: { sizeGiB: 10, mountpath: "/data" } }, "dataDisk.mountpath", "mountPath"],
    ["LocalDockerHost", { memoryMib: 4096 }, "memoryMib", "memoryMiB"],
    ["LocalDockerHost", { image: { ...image, kernal: "/boot/vmlinuz" } }, "image.kernal", "kernel"],
    ["LocalDockerHost", { health: { smokeimage: "hello-world" } }, "health.smokeimage", "smokeImage"],
    ["DockerSwarm", { worker: [] }, "worker", "workers"],
    ["DockerSwarm", { limits: { drian: 60 } }, "limits.drian", "drain"],
    ["HostHealth", { smokImage: "hello-world" }, "smokImage", "smokeImage"],
    ["HostHealth", { limits: { cloudinit: 60 } }, "limits.cloudinit", "cloudInit"],
    ["HostHealth", { connection: { host: "192.0.2.1", privatKey: "" } }, "connection.privatKey", "privateKey"],
    ["HostHealth", { expectations: { loggDriver: "local" } }, "expectations.loggDriver", "logDriver"],
  ])("%s %j", (name, args, path, meant) => {
    const [title, problem, ...others] = refusal(name, { ...complete[name], ...args });
    expect(title).toMatch(/ have 1 problem:$/);
    expect(problem).toBe(`${path}: does not exist; did you mean "${meant}"?`);
    expect(others).toEqual([]);
  });

  test("together with everything else that is wrong", () => {
    const args = {
      image,
      dockerUser: ["ci"],
      cpu: 4,
      memoryMiB: 1,
      users: [{ nam: "ci" }],
      health: { shh: 1, ssh: 0 },
    };
    expect(refusal("LocalDockerHost", args).map((line) => line.split(":")[0])).toEqual([
      "the docker host's arguments have 7 problems",
      "dockerUser",
      "cpu",
      "users[0].name",
      "users[0].nam",
      "health.shh",
      "health.ssh",
      "memoryMiB",
    ]);
  });

  test("also where its value is known late", () => {
    expect(refusal("LocalDockerHost", { image, diskGib: pulumi.output(40) })[1]).toMatch(/^diskGib: does not exist/);
  });

  test("but not where it has no value, as after a spread of options that were not given", () => {
    const others = { team: undefined, ttl: undefined };
    expect([
      ...awsHostProblems({ ...complete.AwsDockerHost, ...others }),
      ...gcpHostProblems("web", { ...complete.GcpDockerHost, ...others }),
      ...localHostProblems({ ...complete.LocalDockerHost, ...others }),
      ...hostHealthProblems({ ...complete.HostHealth, ...others }),
    ]).toEqual([]);
  });
});

describe("arguments that are none", () => {
  test.each<[Name, string[]]>([
    ["AwsDockerHost", ["sshIngressCidrs: is missing"]],
    ["GcpDockerHost", ["sshSourceRanges: is missing"]],
    ["HostHealth", ["connection: is missing", "dockerUsers: is missing"]],
  ])("of %s are the list of what is missing", (name, expected) => {
    for (const args of [[], [undefined], [null], [{}]]) {
      const [, ...problems] = refusal(name, ...args);
      expect(problems).toEqual(expected.map((start) => expect.stringContaining(start) as string));
    }
  });

  test("of LocalDockerHost are enough", () => {
    expect([undefined, null, {}].flatMap((args) => localHostProblems(args))).toEqual([]);
  });

  test.each(Object.keys(components) as Name[])("of %s are no map: that is said", (name) => {
    expect(refusal(name, "rocky")[1]).toBe("args: is a string, and must be a map");
    expect(refusal(name, [])[1]).toBe("args: is a list, and must be a map");
    expect(refusal(name, pulumi.output({}))[1]).toBe("args: must be a map and no Output; its members may be Outputs");
  });

  test("in a map that is none itself are not read any further", () => {
    const args = { sshSourceRanges: ["203.0.113.7/32"], dataDisk: null, proxy: "bastion", health: [], sshKey: "key" };
    expect(refusal("GcpDockerHost", args)).toEqual([
      "the docker host's arguments have 4 problems:",
      "sshKey: is a string, and must be a map",
      "health: is a list, and must be a map",
      "dataDisk: is empty, and must be a map",
      "proxy: is a string, and must be a map",
    ]);
  });
});
