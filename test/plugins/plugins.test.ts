// SPDX-License-Identifier: Apache-2.0
// The plugins that programs in other languages use: started by the real CLI and engine, in the SDK's own
// `cmd/run-plugin`, from a folder that has nothing of ours, as such a program's folder has.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { makeKeyPair } from "../../components/key-pair";
import { told } from "../../components/told";
import { schemaFile } from "../../tools/schema";
import { commandVersion } from "../../tools/setup/plugins";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { root, standIns } from "../../tools/shared/places";
import { finish } from "../child-process";
import { environmentOfAPerson } from "../person";
import { ScratchProject } from "../tools/stand-ins/language-host/scratch-project";
import { cloneOfPlugins } from "./clone";
import { downloaded } from "./downloaded";

jest.setTimeout(180_000);

// What an SDK made from the schema does, in any language.
const program = `
import * as pulumi from "@pulumi/pulumi";
class LocalDockerHost extends pulumi.ComponentResource {
  declare readonly dockerHost: pulumi.Output<string>;
  constructor(name: string, args: pulumi.Inputs) {
    super("pulumi-docker-host:index:LocalDockerHost", name, { ...args, dockerHost: undefined }, {}, true);
  }
}
const { memoryMiB, ...args } = JSON.parse(process.env.ARGS ?? "");
// Known late in the plugin, as a secret is.
const host = new LocalDockerHost("web", { ...args, memoryMiB: memoryMiB && pulumi.secret(memoryMiB) });
export const dockerHost = host.dockerHost;
`;
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const shims = join(root, "test", "tools", "stand-ins", "language-host", "shims");
let project: ScratchProject;
const preview = (args: object) => project.run(["preview"], { ARGS: JSON.stringify(args) });

beforeAll(async () => {
  project = new ScratchProject((await ensurePulumiCli(() => {})).path, program);
  // The plugin is run with the options of the program, of which it would not start with a transpiler.
  writeFileSync(join(project.directory, "tsconfig.json"), '{ "compilerOptions": { "noCheck": true } }');
  const plugins = { providers: [{ name: "pulumi-docker-host", path: join(root, "plugins", "local") }] };
  writeFileSync(join(project.directory, "Pulumi.yaml"), JSON.stringify({ name: "user", runtime: "nodejs", plugins }));
  expect(await project.run(["stack", "init", "dev"])).toMatchObject({ status: 0 });
}, 900_000);
afterAll(() => project.remove());

describe("from a clone in which each plugin has its own packages", () => {
  const clone = cloneOfPlugins();
  beforeAll(() => downloaded("command", commandVersion(), join(project.directory, "home")));
  afterAll(() => rmSync(clone, { recursive: true }));

  async function getSchema(folder: string) {
    const child = project.start(["package", "get-schema", join(clone, "plugins", folder)], {
      PATH: [join(standIns, "language-host"), shims, environmentOfAPerson().PATH].join(delimiter),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    });
    const answer: Buffer[] = [];
    child.stdout?.on("data", (part: Buffer) => answer.push(part));
    return { ...(await finish(child)), answer: () => Buffer.concat(answer).toString() };
  }

  test("`pulumi package get-schema` has npm install them, answers with schema.json, and wants no cloud's plugin", async () => {
    const { status, output, answer } = await getSchema("local");
    expect(output).toContain("asked: npm install");
    expect(output).not.toMatch(/\b(aws|gcp)-/);
    expect(status).toBe(0);
    const { version, ...answered } = JSON.parse(answer()) as Record<string, unknown>;
    expect(version).toBe((JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version);
    expect(written(answered)).toEqual(written(JSON.parse(readFileSync(schemaFile("local"), "utf8"))));
  });

  test.each(["aws", "gcp"])("that for %s wants the plugin of this cloud and of no other", async (cloud) => {
    const { status, output } = await getSchema(cloud);
    expect([...new Set(output.match(/\b(command|aws|gcp)(?=-v\d)/g))]).toEqual([cloud]);
    expect(status).not.toBe(0);
  });
});

test("a program gets the whole host from the plugin", async () => {
  const { status, output } = await preview({ image, dockerUsers: ["rocky"] });
  expect(output).toMatch(/\+ +pulumi-docker-host:index:LocalDockerHost web create/);
  expect(output).toMatch(/\+ +command:local:Command web-machine create/);
  expect(output).toMatch(/\+ +command:local:Command web-health-check create/);
  expect(output).toContain("+ 11 to create");
  expect(status).toBe(0);
});

test("what is wrong with its arguments is said in its own words, all at once", async () => {
  const { status, output } = await preview({ image, dockerUsers: ["CI"], sshPort: 70_000 });
  expect(output).toContain("the docker host's arguments have 2 problems\n");
  expect(output.split("dockerUsers[0]")).toHaveLength(2);
  expect(output.split("sshPort")).toHaveLength(2);
  expect(status).not.toBe(0);
});

test("and what is wrong with those that it knows late, without their values", async () => {
  const { status, output } = await preview({ image, memoryMiB: 7 });
  expect(output).toContain("memoryMiB: [not shown] is not a whole number of MiB from 512 to 1048576");
  expect(status).not.toBe(0);
});

test("what it warns of reaches whoever changes a host", async () => {
  const file = join(project.directory, "old-state.json");
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: stateOfAHost() } }));
  expect(await project.run(["stack", "import", "--file", file])).toMatchObject({ status: 0 });
  const { output } = await preview({ image, ttlMinutes: 30 });
  expect(output).toContain("warning: changed: ttlMinutes; a machine is told of this only at its first boot");
});

/** What an earlier update has left, as far as it is kept in the state: the keys, and what the machine was told. */
function stateOfAHost(): object[] {
  const urn = (type: string, name: string) => `urn:pulumi:dev::user::${type}::${name}`;
  const [type, stash, stashes] = [
    "pulumi-docker-host:index:LocalDockerHost",
    "pulumi:index:Stash",
    "pulumi:providers:pulumi",
  ];
  const common = { parent: urn(type, "web"), provider: `${urn(stashes, "default")}::a`, type: stash, custom: true };
  const kept = (name: string, input: unknown) => ({
    ...common,
    ...{ id: name, urn: urn(`${type}$${stash}`, name), inputs: { input }, outputs: { input, output: input } },
  });
  return [
    { urn: urn(stashes, "default"), custom: true, id: "a", type: stashes },
    { urn: urn(type, "web"), type },
    kept("web-host-key", makeKeyPair("web-host-key")),
    kept("web-login-key", makeKeyPair("web-login-key")),
    kept("web-told", told({}, "what it came to")),
  ];
}

/** A schema without what the CLI does not write: `optional`, of which `required` is the opposite, and what is empty. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, written(member)] as const)
      .filter(([key, member]) => key !== "optional" && !/^(\{\}|\[\])$/.test(JSON.stringify(member))),
  );
}
