// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { localDefaults } from "../../components/local/defaults";
import { keys } from "../../stacks/config";
import { targets } from "../../components/platforms";
import { loginKey } from "../components/local/host-under-test";
import { refusal, root, run, type Values } from "./settings-under-test";

const networks = { sshIngressCidrs: ["203.0.113.0/24"] };
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const aws = (own: Values, more: Values = {}) => ({ target: "aws", aws: { ...networks, ...own }, ...more });

beforeAll(() => pulumi.runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) }));
afterEach(() => pulumi.runtime.setAllConfig({}));

test("the keys are those that Pulumi.yaml describes, of the same kinds", () => {
  const { config } = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
    config: Record<string, { type: string; description: string }>;
  };
  const types = { text: "string", list: "array", map: "object", boolean: "boolean" };
  expect(Object.entries(config).map(([key, { type }]) => [key, type])).toEqual(
    Object.entries(keys).map(([key, kind]) => [key, types[kind]]),
  );
  for (const { description } of Object.values(config)) expect(description).toMatch(/.{10}/);
});

test("in place of hosts, a stack makes an image and shows what is in it", async () => {
  const { program, resolved } = await run({ target: "local", makes: "image", local: { name: "docker" } });
  expect(program.registrations.map(({ name }) => name)).toEqual(["docker", "docker-image"]);
  const shown = ["image", "imageName", "baseImage", "digest", "bakedAt", "dockerVersion", "packages"];
  expect(Object.keys(resolved)).toEqual(shown);
});

describe("one mistake is one line with its path, what was got and what is allowed", () => {
  const names = (start: string) =>
    expect.stringMatching(new RegExp(`^${start.replace(/[.[\]()?{^]/g, "\\$&")}.*`)) as string;

  test.each<[string, Values, string]>([
    ["no target", {}, "project:target: is missing; there are local, aws, gcp"],
    ["an unknown target", { target: "azure" }, 'project:target: "azure" is not known; there are local, aws, gcp'],
    ["a target in capitals", { target: "AWS" }, 'project:target: "AWS" is not known; did you mean "aws"?'],
    ["an unknown product", aws({}, { makes: "images" }), 'project:makes: "images" is not known; did you mean "image"?'],
    [
      "hosts of an image",
      { target: "local", makes: "image", hosts: [{ name: "a" }] },
      "project:hosts: is for hosts, and",
    ],
    ["a check of an image", { target: "local", makes: "image", recheck: "2" }, "project:recheck: is for hosts, and"],
    [
      "what no image has",
      { target: "local", makes: "image", local: { users: [{ name: "alice" }] } },
      "project:local.users: does not exist; there are docker, ",
    ],
    ["what an object has anyway", { target: "constructor" }, 'project:target: "constructor" is not known; there are'],
    ["a misspelt key", aws({}, { targt: "aws" }), 'project:targt: does not exist; did you mean "target"?'],
    [
      "a misspelt argument",
      aws({ instanceTyp: "t3.small" }),
      'project:aws.instanceTyp: does not exist; did you mean "instanceType"?',
    ],
    [
      "one further in",
      aws({ docker: { verson: "29.1.0" } }),
      'project:aws.docker.verson: does not exist; did you mean "version"?',
    ],
    ["one like no other", aws({ colour: "red" }), "project:aws.colour: does not exist; there are users, "],
    [
      "a number in quotes",
      aws({ diskGiB: "30" }),
      'project:aws.diskGiB: "30" is not a whole number of GiB from 16 to 65536',
    ],
    [
      "a number as a version",
      aws({ docker: { version: 27 } }),
      "project:aws.docker.version: is a number, and must be a string (put it in quotes)",
    ],
    ["a text for a list", aws({ dockerUsers: "rocky" }), "project:aws.dockerUsers: is a string, and must be a list"],
    ["nothing for a map", aws({ docker: null }), "project:aws.docker: is empty, and must be a map"],
    ["a member that is missing", aws({ users: [{ sudo: true }] }), "project:aws.users[0].name: is missing"],
    [
      "an argument that is missing",
      { target: "local", local: { image: { name: "x" } } },
      "project:local.image.disk: is missing",
    ],
    [
      "networks that are missing",
      { target: "aws" },
      "project:aws.sshIngressCidrs: is missing: name the networks that may",
    ],
    [
      "what the component refuses",
      aws({ users: [{ name: "CI" }] }),
      'project:aws.users[0].name: "CI" is not a login name;',
    ],
    ["a limit of the check", aws({ health: { ssh: 0 } }), "project:aws.health.ssh: 0 is not a limit in seconds;"],
    [
      "a key that is none",
      aws({ sshKey: { privateKey: "x" } }),
      "project:aws.sshKey.privateKey: is not a private key in OpenSSH",
    ],
    ["a list that is none", aws({}, { hosts: { name: "a" } }), 'project:hosts: must be a list, got "{'],
    ["a map that is none", { target: "local", local: "t3.small" }, 'project:local: must be a map, got "t3.small"'],
    ["a protection that is none", aws({}, { protect: "yes" }), 'project:protect: must be true or false, got "yes"'],
    [
      "a host without a name",
      aws({}, { hosts: [{}] }),
      "project:hosts[0].name: is missing; each host of the list has one",
    ],
    [
      "a host without a name on Google Cloud",
      { target: "gcp", gcp: { sshSourceRanges: ["203.0.113.0/24"] }, hosts: [{}] },
      "project:hosts[0].name: is missing; each host of the list has one",
    ],
    [
      "a name of another kind, once, also on Google Cloud",
      { target: "gcp", gcp: { sshSourceRanges: ["203.0.113.0/24"] }, hosts: [{ name: { toString: 1 } }] },
      "project:hosts[0].name: a map is not a host's name;",
    ],
    ["an argument with a name of any form", aws({ "disk size": 3 }), 'project:aws["disk size"]: does not exist;'],
    ["a host that is a text", aws({}, { hosts: ["a"] }), "project:hosts[0]: is a string, and must be a map"],
    [
      "a name that is a path",
      aws({}, { hosts: [{ name: "../a" }] }),
      'project:hosts[0].name: "../a" is not a host\'s name;',
    ],
    [
      "a name that is here twice",
      aws({}, { hosts: [{ name: "a" }, { name: "a" }] }),
      'project:hosts[1].name: "a" is here twice;',
    ],
    [
      "a port that is here twice",
      { target: "local", local: { image }, hosts: [{ name: "a" }, { name: "b", sshPort: 2222 }] },
      'project:hosts[1].sshPort: 2222 belongs to host "a" already, and "b" cannot share its sshPort;',
    ],
    [
      "an address in a private network that is here twice",
      {
        ...{ target: "local", local: { image } },
        hosts: [
          { name: "a", privateNetwork: { address: "10.70.0.11/24" } },
          { name: "b", sshPort: 2223, privateNetwork: { address: "10.70.0.11/24" } },
        ],
      },
      'project:hosts[1].privateNetwork.address: "10.70.0.11/24" belongs to host "a" already, and "b" cannot share it;',
    ],
    [
      "two networks of one name",
      {
        ...{ target: "local", local: { image } },
        hosts: [
          { name: "a", privateNetwork: { name: "lan", address: "10.70.0.11/24" } },
          { name: "b", sshPort: 2223, privateNetwork: { name: "lan", address: "10.71.0.12/24" } },
        ],
      },
      'project:hosts[1].privateNetwork.address: "10.71.0.12/24" is not in 10.70.0.0/24, where host "a" is,',
    ],
    [
      "a free-form map with a key of any form",
      aws({ docker: { daemonConfig: { hosts: ["x"] } } }),
      "project:aws.docker.daemonConfig.hosts: must not be set",
    ],
  ])("%s", (_what, values, line) => {
    const [head, ...lines] = refusal(values);
    // A map that cannot be read is an empty one, in which something is missing.
    const count = lines.length === 1 ? "1 problem" : "2 problems";
    expect(head).toBe(`the settings of stack stack have ${count}:`);
    expect(lines).toContainEqual(names(line));
  });
});

test("everything is said at once: of keys, of what all hosts share, and of each host", () => {
  const values = {
    target: "aws",
    aws: { instanceType: "t3.small" },
    hosts: [
      { name: "a", sshIngressCidrs: ["everyone"] },
      { name: "b", docker: { verson: "1" }, diskGib: 3 },
      { name: "c", instanceType: "T3" },
    ],
    targt: "x",
  };
  const [head, ...lines] = refusal(values);
  expect(head).toBe(`the settings of stack stack have ${lines.length} problems:`);
  expect(lines.map((line) => line.split(": ")[0])).toEqual([
    "project:targt",
    "project:hosts[0].sshIngressCidrs[0]",
    "project:hosts[1].diskGib",
    "project:hosts[1].docker.verson",
    "project:hosts[1].sshIngressCidrs",
    "project:hosts[2].instanceType",
    "project:hosts[2].sshIngressCidrs",
  ]);
});

test("what is wrong in what hosts share is said once, and where it is written", () => {
  const values = aws({ ttlMinutes: 5 }, { hosts: [{ name: "a" }, { name: "b" }, { name: "c", ttlMinutes: 6 }] });
  expect(refusal(values).slice(1)).toEqual([
    expect.stringMatching(/^project:aws\.ttlMinutes: 5 /),
    expect.stringMatching(/^project:hosts\[2\]\.ttlMinutes: 6 /),
  ]);
});

test("where something is refused, nothing was made of the hosts that are right", async () => {
  const registered: string[] = [];
  const newResource = ({ name }: pulumi.runtime.MockResourceArgs) => {
    registered.push(name);
    return { id: "id", state: {} };
  };
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) });
  refusal(aws({}, { hosts: [{ name: "good" }, { name: "bad", ttlMinutes: 1 }] }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(registered).toEqual([]);
});

test("the port that hosts on this computer have by default is the component's", () => {
  expect(targets.local.distinct.sshPort).toBe(localDefaults.sshPort);
});

describe("a list of hosts", () => {
  test("makes each of them, with arguments of its own in place of the shared ones", async () => {
    const shared = { instanceType: "t3.medium", tags: { team: "a" }, docker: { hardened: true, compose: false } };
    const hosts = [{ name: "web" }, { name: "build", instanceType: "c7i.large", docker: { compose: true } }];
    const { program, outputs, resolved } = await run(aws(shared, { hosts, protect: true }));
    expect(program.find("web-machine").inputs).toMatchObject({ instanceType: "t3.medium", tags: { team: "a" } });
    expect(program.find("build-machine").inputs).toMatchObject({ instanceType: "c7i.large", tags: { team: "a" } });
    expect(program.find("web-machine").protect && program.find("build-machine").protect).toBe(true);
    expect(Object.keys(outputs)).toEqual(["hosts"]);
    expect(Object.keys(resolved.hosts as Values)).toEqual(["web", "build"]);
    const fields = [
      "address",
      "port",
      "privateAddress",
      "user",
      "dockerHost",
      "knownHosts",
      "sshConfig",
      "privateKey",
      "machineId",
      "imageName",
      "dockerVersion",
      "summary",
      "health",
    ];
    for (const host of Object.values(resolved.hosts as Record<string, Values>))
      expect(Object.keys(host)).toEqual(fields);
  });

  test("is one also with one host in it, and without the key is none", async () => {
    expect(Object.keys((await run(aws({}, { hosts: [{ name: "web" }] }))).resolved)).toEqual(["hosts"]);
    expect((await run(aws({}, { hosts: [] }))).resolved).toMatchObject({ user: "rocky" });
  });

  test("keeps secret the private keys, and the report, which is too long for what `up` prints", async () => {
    const { outputs } = await run(aws({}, { hosts: [{ name: "web" }] }));
    const web = (outputs.hosts as Record<string, Record<string, pulumi.Output<unknown>>>).web ?? {};
    const secret = await Promise.all(
      Object.entries(web).map(async ([name, output]) => ((await pulumi.isSecret(output)) ? [name] : [])),
    );
    expect(secret.flat()).toEqual(["privateKey", "health"]);
  });
});

test("without a name the one host is called docker-host", async () => {
  const { program } = await run(aws({}));
  expect(program.find("docker-host").type).toBe("pulumi-docker-host:index:AwsDockerHost");
  expect((await run(aws({ name: "web" }))).program.find("web-machine").inputs.tags).toMatchObject({ host: "web" });
});

test("another text of `recheck` runs the check again, after the triggers that the settings name", async () => {
  const { program } = await run(aws({ health: { triggers: ["own"] } }, { recheck: "again" }));
  expect(program.find("docker-host-health-check").inputs.triggers).toEqual([
    ...["docker-host-machine-id", "t3.small", "own", "again"],
  ]);
  expect((await run(aws({}))).program.find("docker-host-health-check").inputs.triggers).toEqual([
    "docker-host-machine-id",
    "t3.small",
    "",
  ]);
});

describe("where the settings hold a secret", () => {
  const hidden = "hunter2-hunter2";

  test.each<[string, Values, string]>([
    ["of another kind", { swapMiB: hidden }, "is a string, and must be a number"],
    ["refused by the component", { users: [{ name: hidden.toUpperCase() }] }, "[not shown] is not a login name"],
    ["refused and long", { docker: { channel: hidden.repeat(9) } }, "[not shown]"],
    ["in a key", { sshKey: { privateKey: hidden } }, "is not a private key"],
    [
      "that is a number",
      { ttlMinutes: 7 },
      "project:aws.ttlMinutes: [not shown] is not a whole number of minutes from 15",
    ],
    ["in a list", { sshIngressCidrs: [hidden] }, "[not shown]"],
    [
      "in a file",
      { secretFiles: [{ path: "/proc/x", content: hidden }] },
      "aws.secretFiles[0].path: [not shown] is on no",
    ],
  ])("no value is shown: one %s", (_what, own, text) => {
    const lines = refusal(aws(own), ["aws"]).join("\n");
    expect(lines).toContain(text);
    expect(lines.toLowerCase()).not.toContain(hidden);
  });

  test("of hosts, none of what they share is shown either", () => {
    const lines = refusal(aws({ docker: { channel: hidden } }, { hosts: [{ name: "a" }] }), ["hosts"]).join("\n");
    expect(lines).toContain("project:aws.docker.channel: [not shown]");
    expect(lines).not.toContain(hidden);
  });

  test("a list or map that cannot be read is not shown", () => {
    expect(refusal({ target: "aws", aws: hidden }, ["aws"])).toContain("project:aws: must be a map");
  });

  test("it is kept: key, tags, user data and recheck reach the engine as secrets, and names do not become any", async () => {
    const own = {
      ...{ sshKey: { privateKey: loginKey.privateKey }, tags: { token: hidden }, commands: [`echo ${hidden}`] },
      health: { probes: [{ name: "agent", command: `curl ${hidden}`, hint: "start it" }] },
      secretFiles: [{ path: "/etc/app/token", content: `${hidden} in a file` }],
      registries: [{ host: "r.example", username: "robot", password: `${hidden} of robot` }],
    };
    const { program } = await run(aws(own, { recheck: hidden }), ["aws", "recheck"]);
    const { inputs } = program.find("docker-host-machine");
    expect(inputs).toMatchObject({ tags: { secret: { token: hidden } }, instanceType: "t3.small" });
    const { secret } = program.find("docker-host-health-check").inputs.stdin as { secret: string };
    const { script } = JSON.parse(secret) as { script: string };
    expect(script).toContain(`own_probe '' 1 'curl ${hidden}'`);
    expect(script).toContain(Buffer.from(`${hidden} in a file`).toString("base64"));
    expect(script).toContain(`"password":"${hidden} of robot"`);
    for (const registered of program.registrations) {
      const text = JSON.stringify(open(registered.inputs));
      for (const form of [hidden, Buffer.from(`${hidden} in a file`).toString("base64")])
        expect(text).not.toContain(form);
      expect(text).not.toContain(loginKey.privateKey.split("\n")[1]);
    }
  });
});

/** Without what is inside of secrets. */
function open(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== "object" || value === null) return value;
  if ("secret" in value) return "";
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, open(member)]));
}

test("settings of another target stand beside without being looked at", async () => {
  expect((await run(aws({}, { gcp: { nonsense: true } }))).resolved).toMatchObject({ user: "rocky" });
});
