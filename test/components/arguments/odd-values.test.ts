// SPDX-License-Identifier: Apache-2.0
// What JavaScript can hand over beside maps, lists and scalars: what is checked is what is used, and nothing ends in a
// stack trace.
import * as pulumi from "@pulumi/pulumi";

import { awsHostProblems } from "../../../components/aws/problems";
import { gcpHostProblems } from "../../../components/gcp/problems";
import { localHostProblems } from "../../../components/local/problems";

const aws = (args: unknown) => awsHostProblems({ sshIngressCidrs: ["192.0.2.0/24"], ...(args as object) });
const gcp = (args: unknown) => gcpHostProblems("web", { sshSourceRanges: ["192.0.2.0/24"], ...(args as object) });
const lines = (problems: { path: string; message: string }[]) =>
  problems.map(({ path, message }) => `${path} ${message}`);

class Rule {
  port = 22;
  get cidrs() {
    return ["0.0.0.0/0"];
  }
}

test("an object of a class is no map: what it inherits would be used, and not checked", () => {
  expect(lines(aws({ ingress: [new Rule()] }))).toEqual(["ingress[0] is an object of class Rule, and must be a map"]);
  expect(lines(aws({ tags: new Map([["a", "b"]]) }))).toEqual(["tags is an object of class Map, and must be a map"]);
  const inherited = Object.create({ sshIngressCidrs: ["0.0.0.0/0"] }) as object;
  expect(lines(awsHostProblems(inherited))).toEqual(["args is an object of class Object, and must be a map"]);
});

test("a map without prototype is one, and so is one that is frozen", () => {
  const bare = Object.assign(Object.create(null) as object, { team: "a" });
  expect(aws({ tags: bare, ingress: Object.freeze([Object.freeze({ port: 443, cidrs: ["0.0.0.0/0"] })]) })).toEqual([]);
});

test("members that are undefined count as absent, at every depth", () => {
  const nothing = {
    sysctls: { "vm.max_map_count": undefined },
    cloudConfig: { runcmd: undefined },
    tags: { a: undefined },
  };
  const docker = { registryCertificates: { "h:5000": undefined }, daemonConfig: { hosts: undefined, icc: undefined } };
  expect(aws({ ...nothing, docker })).toEqual([]);
  expect(gcp({ labels: { a: undefined }, metadata: { b: undefined }, docker })).toEqual([]);
});

test("no arguments, and what are none, are told without a stack trace", () => {
  for (const args of [null, undefined, {}])
    expect(lines(awsHostProblems(args as never))[0]).toMatch(/^sshIngressCidrs is missing/);
  expect(lines(localHostProblems("x" as never))).toEqual(["args is a string, and must be a map"]);
  expect(lines(gcpHostProblems("web", [] as never))).toEqual(["args is a list, and must be a map"]);
});

test.each<[unknown, string]>([
  [() => "x", "a function"],
  [Symbol("x"), "a symbol"],
  [5n, "a bigint"],
  [NaN, "NaN"],
  [new Date(0), "an object of class Date"],
  [{ a: [1n] }, "a map"],
])("what has no form in JSON is named in its place (%#)", (value, shown) => {
  expect(lines(aws({ instanceType: value }))[0]).toMatch(new RegExp(`^instanceType ${shown} is not an instance type`));
});

test("a resource in the place of its id is told at once, as are objects of which a member is known late", () => {
  void pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
  const subnet = new pulumi.ComponentResource("test:Subnet", "subnet");
  expect(lines(aws({ subnetId: subnet }))).toEqual([
    'subnetId an object of class ComponentResource is not the id of a subnet, for example "subnet-0123456789abcdef0"',
  ]);
  expect(lines(aws({ securityGroupIds: [subnet] })).map((line) => line.split(" is ")[0])).toEqual([
    ...["securityGroupIds[0] an object of class ComponentResource", "sshIngressCidrs"],
  ]);
});

test("what holds itself is refused", () => {
  const self: Record<string, unknown> = {};
  self.a = { b: [self] };
  expect(lines(aws({ cloudConfig: self }))).toEqual([
    expect.stringMatching(/^cloudConfig\.a\.b\[0\].* holds itself, which no file can say; take it out$/),
  ]);
  expect(lines(aws({ instanceType: self }))[0]).toMatch(/^instanceType a map is not/);
});

test("a rule without networks is told as such, and so is all that stands beside it", () => {
  expect(lines(aws({ ingress: [{}, { cidrs: undefined }] }))).toEqual([
    "ingress[0].cidrs is missing",
    "ingress[1].cidrs is missing",
  ]);
});

test("a value of another kind hides no mistake in the others", () => {
  const paths = (args: object) => awsHostProblems(args as never).map(({ path }) => path);
  expect(paths({ spot: pulumi.output(true), sshIngressCidrs: [], users: [{ name: "ROOT!" }] })).toEqual([
    "users[0].name",
    "spot",
  ]);
  expect(paths({ docker: { version: 5 } })).toEqual(["docker.version", "sshIngressCidrs"]);
  expect(gcp({ networkTags: ["A", "b", "b"] }).map(({ path }) => path)).toEqual(["networkTags[0]", "networkTags[2]"]);
});

test("a mistake for which two rules look is told once", () => {
  const image = { name: "x", disk: "/x" };
  expect(localHostProblems({ image, memoryMiB: "2048" as never }).map(({ path }) => path)).toEqual(["memoryMiB"]);
  expect(gcp({ ttlMinutes: 600_000 }).map(({ path }) => path)).toEqual(["ttlMinutes"]);
});

test("no path shows what its message would hide, and none is endless", () => {
  const key = "-----BEGIN OPENSSH PRIVATE KEY-----";
  const found = [
    ...aws({ docker: { registryCertificates: { [key]: "x" } }, [key]: 1, sysctls: { "http://u:hunter2@h": "1" } }),
    ...aws({ ["x".repeat(10_000)]: 1 }),
  ];
  expect(found.length).toBeGreaterThan(3);
  for (const { path } of found) {
    expect(path).not.toMatch(/BEGIN|hunter2/);
    expect(path.length).toBeLessThan(140);
  }
});
