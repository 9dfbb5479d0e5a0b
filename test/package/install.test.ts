// SPDX-License-Identifier: Apache-2.0
// The tarball in an empty project: each entry point is used as its users do, and nobody gets the SDK of another's cloud.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../../tools/shared/places";
import { closedPort } from "../components/ssh/servers";
import { UserProject } from "./user-project";

const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  peerDependencies: Record<string, string>;
};
/** What each entry point offers, beside types. */
const offers: Record<string, string[]> = {
  "pulumi-docker-host": [
    "AccessChange",
    "Availability",
    "DockerChannel",
    "DockerSwarm",
    "HostHealth",
    "KeyType",
    "LocalDockerHost",
    "LocalDockerImage",
    "LogDriver",
    "OnBootFailure",
    "ProbeStatus",
    "RegistryLogin",
    "Role",
    "UlimitName",
    "swarmDocker",
    "swarmNode",
  ],
  "pulumi-docker-host/aws": [
    "AwsConnectBy",
    "AwsConnectVia",
    "AwsDockerHost",
    "AwsDockerImage",
    "AwsDockerTemplate",
    "AwsPublicAddress",
    "AwsSwarmNetwork",
    "DataVolumeType",
    "FirewallProtocol",
  ],
  "pulumi-docker-host/gcp": [
    "GcpConnectVia",
    "GcpDockerHost",
    "GcpDockerImage",
    "GcpDockerTemplate",
    "GcpHostKeyFrom",
    "GcpPublicAddress",
    "GcpSwarmNetwork",
  ],
  "pulumi-docker-host/docker-provider": ["dockerProvider"],
  "pulumi-docker-host/gcp/startup-script": ["startupScript"],
  "pulumi-docker-host/local": ["LocalDockerHost", "LocalDockerImage"],
  "pulumi-docker-host/problems": [
    ...["awsHostProblems", "awsImageProblems", "awsSwarmNetworkProblems", "awsTemplateProblems", "dockerSwarmProblems"],
    ...["gcpHostProblems", "gcpImageProblems", "gcpSwarmNetworkProblems", "gcpTemplateProblems"],
    ...["localHostProblems", "localImageProblems", "swarmMemberProblems"],
  ],
  "pulumi-docker-host/swarm": ["Availability", "DockerSwarm", "Role", "swarmDocker", "swarmNode"],
  "pulumi-docker-host/health": ["HostHealth", "ProbeStatus", "parseReport", "reportPage"],
  "pulumi-docker-host/policies": ["policies"],
  "pulumi-docker-host/cloud-init": [
    ...["DockerChannel", "KeyType", "LogDriver", "OnBootFailure", "UlimitName"],
    ...["cloudConfig", "complete", "daemonJson", "defaults", "describe", "engineVersion", "errors", "platforms"],
    ...["preview", "read", "render", "userData", "validate", "warnings"],
  ],
};
const clouds = ["aws", "gcp"];
/** Entry points by the end of their names, which are those of the SDKs that they need. */
const sdks = { aws: "aws", gcp: "gcp", "docker-provider": "docker" };
const without = Object.keys(offers).filter((entry) => !Object.keys(sdks).some((name) => entry.endsWith(`/${name}`)));

interface Ran {
  version: string;
  created: { type: string; name: string; inputs: unknown }[];
  sdks: string[];
}
let project: UserProject;
const run = (entry: string, name: string, args: object) =>
  JSON.parse(project.node("hosts.cjs", entry, name, JSON.stringify(args))) as Ran;
const required = (entry: string) =>
  JSON.parse(project.node("-e", `console.log(JSON.stringify(Object.keys(require("${entry}")).sort()))`)) as string[];
const imported = (entry: string) =>
  JSON.parse(
    project.node(
      ...["--input-type=module", "-e"],
      `import * as all from "${entry}"; console.log(JSON.stringify(Object.keys(all).sort()))`,
    ),
  ) as string[];

beforeAll(async () => {
  project = await UserProject.start((peerDependencies["@pulumi/pulumi"] ?? "").replace("^", ""));
}, 300_000);
afterAll(() => project.remove());

test("the installation brings one Pulumi SDK, and no cloud's", () => {
  const modules = join(project.directory, "node_modules");
  expect(readdirSync(join(modules, "@pulumi")).sort()).toEqual(["command", "pulumi"]);
  for (const other of ["pulumi-docker-host", "@pulumi/command"])
    expect(existsSync(join(modules, other, "node_modules", "@pulumi", "pulumi"))).toBe(false);
});

test.each(without)("%s is required and imported", (entry) => {
  expect(required(entry)).toEqual(offers[entry]);
  expect(imported(entry)).toEqual(expect.arrayContaining(offers[entry] ?? []));
});

test("package.json can be read, and nothing inside is an entry point", () => {
  expect(project.node("-p", 'require("pulumi-docker-host/package.json").name')).toBe("pulumi-docker-host\n");
  expect(() => required("pulumi-docker-host/dist/components/index.js")).toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
});

test("a local host finds its scripts and those of the guest, and loads no cloud's SDK", () => {
  const args = { image: { name: "Rocky 9.8", disk: "/images/rocky.qcow2" } };
  const { version, created, sdks } = run("pulumi-docker-host/local", "LocalDockerHost", args);
  expect(version).toBe("27.5.1");
  expect(created.map(({ name }) => name)).toEqual(expect.arrayContaining(["web", "web-machine", "web-health-check"]));
  expect(JSON.stringify(created)).toContain("qemu-system-");
  expect(sdks).toEqual([]);
});

test("the check of any host works, and loads no cloud's SDK", () => {
  const { version, created, sdks } = run("pulumi-docker-host/health", "HostHealth", {
    connection: { host: "192.0.2.10", password: "secret" },
    dockerUsers: ["rocky"],
  });
  expect([version, sdks]).toEqual(["27.5.1", []]);
  expect(JSON.stringify(created)).toContain("set -uo pipefail");
});

test("user data is rendered, and Google's start-up script is given, without Pulumi", () => {
  const program = `
    const { read, render } = require("pulumi-docker-host/cloud-init");
    const { startupScript } = require("pulumi-docker-host/gcp/startup-script");
    const text = render(read({ login: "rocky", dockerUsers: ["rocky"] }).spec);
    const pulumi = Object.keys(require.cache).filter((file) => file.includes("@pulumi"));
    console.log(JSON.stringify({ text, script: startupScript(), pulumi }));`;
  const { text, script, pulumi } = JSON.parse(project.node("-e", program)) as Record<string, string>;
  expect(script).toMatch(/^#!\/bin\/bash\n[^]*\nsay\(\) /);
  expect(text).toMatch(/^#cloud-config\n/);
  expect(text).toContain("usermod");
  expect(pulumi).toEqual([]);
});

test("the command runs: it has its version and help, renders a spec, and asks a host of ssh without Pulumi", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(project.command("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  const example = join("node_modules", "pulumi-docker-host", "cloud-init", "examples", "minimal.yaml");
  expect(project.command("user-data", example).stdout).toMatch(/^#cloud-config\n/);
  const nobody = `ssh://rocky@127.0.0.1:${await closedPort()}`;
  const { status, stdout } = project.command("check", nobody, "--timeout", "1");
  expect([status, stdout]).toEqual([1, expect.stringContaining("Connection refused")]);
});

test.each([
  ["nodenext", ["--module", "nodenext"]],
  ["bundler", ["--module", "esnext", "--moduleResolution", "bundler"]],
  ["node10", ["--module", "commonjs", "--moduleResolution", "node10", "--ignoreDeprecations", "6.0"]],
])("a program compiles with moduleResolution %s and without any cloud's SDK", (_name, options) => {
  expect(project.compile("program.ts", ...options)).toBe("");
});

test("the policy pack says what to install, and is then served as the engine asks for it, without any cloud's SDK", async () => {
  const wanted = `pulumi-docker-host/policies needs @pulumi/policy, which is not installed; run "npm install @pulumi/policy@${peerDependencies["@pulumi/policy"]}"`;
  await expect(project.policyPack()).rejects.toThrow(wanted);
  project.link("@pulumi/policy");
  expect(await project.policyPack()).toMatch(/^\d+$/);
});

test.each(Object.entries(sdks))("%s without its SDK says what to install", (name, sdk) => {
  const says = `pulumi-docker-host/${name} needs @pulumi/${sdk}, which is not installed; run "npm install @pulumi/${sdk}@${peerDependencies[`@pulumi/${sdk}`]}"`;
  expect(() => required(`pulumi-docker-host/${name}`)).toThrow(says);
  expect(() => imported(`pulumi-docker-host/${name}`)).toThrow(says);
});

test("the Docker provider with its SDK is required and imported, and loads no cloud's", () => {
  project.link("@pulumi/docker");
  const entry = "pulumi-docker-host/docker-provider";
  expect(required(entry)).toEqual(offers[entry]);
  expect(imported(entry)).toEqual(expect.arrayContaining(offers[entry] ?? []));
});

describe("with the clouds' SDKs", () => {
  beforeAll(() => clouds.forEach((cloud) => project.link(`@pulumi/${cloud}`)));

  test.each(clouds)("%s is required and imported, and loads no other cloud's", (cloud) => {
    const entry = `pulumi-docker-host/${cloud}`;
    expect(required(entry)).toEqual(offers[entry]);
    expect(imported(entry)).toEqual(expect.arrayContaining(offers[entry] ?? []));
  });

  test("a host on AWS finds the guest's scripts, and loads AWS's SDK alone", () => {
    const args = { sshIngressCidrs: ["203.0.113.0/24"], subnetId: "subnet-0a1b", dataVolume: { sizeGiB: 10 } };
    const { version, created, sdks } = run("pulumi-docker-host/aws", "AwsDockerHost", args);
    expect([version, sdks]).toEqual(["27.5.1", ["aws"]]);
    expect(created.map(({ name }) => name)).toEqual(expect.arrayContaining(["web-machine", "web-health-check"]));
  });

  test("a host on Google Cloud finds the guest's scripts, and loads Google's SDK alone", () => {
    const args = { sshSourceRanges: ["203.0.113.0/24"], zone: "europe-west1-b" };
    const { version, created, sdks } = run("pulumi-docker-host/gcp", "GcpDockerHost", args);
    expect([version, sdks]).toEqual(["27.5.1", ["gcp"]]);
    expect(created.map(({ name }) => name)).toEqual(expect.arrayContaining(["web-machine", "web-health-check"]));
  });

  test("arguments are looked at without loading either", () => {
    const program = `
      const { awsHostProblems, gcpHostProblems } = require("pulumi-docker-host/problems");
      const problems = [...awsHostProblems({ sshIngressCidrs: ["0.0.0.0/0"] }), ...gcpHostProblems("web", {})];
      const sdks = Object.keys(require.cache).filter((file) => /[\\\\/]@pulumi[\\\\/](aws|gcp)[\\\\/]/.test(file));
      console.log(JSON.stringify({ codes: problems.map(({ code }) => code), sdks }));`;
    expect(JSON.parse(project.node("-e", program))).toEqual({
      codes: ["ssh/open-to-the-world", "sshSourceRanges/missing"],
      sdks: [],
    });
  });

  test("a program for both compiles", () => {
    expect(project.compile("clouds.ts", "--module", "nodenext")).toBe("");
  });
});
