// SPDX-License-Identifier: Apache-2.0
// Settings as a person writes them, on the real CLI and engine: the project's own Pulumi.yaml and program. Nothing here
// may ever be created.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { copyClone } from "../clone-copy";
import { runCli } from "../tools/stand-ins/language-host/scratch-project";
import { type Values } from "./settings-under-test";

const directory = mkdtempSync(join(tmpdir(), "docker-host-stacks-"));
const settings = join(directory, "stacks", "Pulumi.mine.yaml");
let cli = "";
let encryption = "";

beforeAll(async () => {
  cli = (await ensurePulumiCli(() => {})).path;
  copyClone(directory);
  mkdirSync(join(directory, "state"));
  expect(await pulumi("stack", "init", "mine")).toMatchObject({ status: 0 });
  encryption = readFileSync(settings, "utf8");
}, 900_000);

afterAll(() => rmSync(directory, { recursive: true }));

const pulumi = (...args: string[]) => runCli(cli, directory, args);

/** What a person sees of an error. */
async function seen(config: Values, ...args: string[]) {
  writeFileSync(settings, encryption + stringify({ config }));
  const { status, output } = await pulumi(...(args.length > 0 ? args : ["preview"]));
  expect(status).not.toBe(0);
  expect(output).not.toMatch(/\n\s+at .*:\d+:\d+|unhandled|node_modules/);
  return output;
}

const networks = ["203.0.113.0/24"];

test("a value of another type is refused by the engine, which names the key and the type", async () => {
  expect(await seen({ "docker-host:aws": "t3.small" })).toContain("configuration key 'aws' must be of type 'object'");
  expect(await seen({ "docker-host:protect": "maybe" })).toContain(
    "configuration key 'protect' must be of type 'boolean'",
  );
});

test.each<[string, Values, string[]]>([
  [
    "an unknown target and a misspelt key",
    { "docker-host:target": "azure", "docker-host:targt": "aws" },
    [
      "error: the settings of stack mine have 2 problems:",
      'docker-host:targt: does not exist; did you mean "target"?',
      'docker-host:target: "azure" is not known; there are local, aws, gcp',
    ],
  ],
  [
    "missing networks",
    { "docker-host:target": "aws" },
    [
      "error: the settings of stack mine have 1 problem:",
      'docker-host:aws.sshIngressCidrs: is missing: name the networks that may reach SSH, for example ["203.0.113.7/32"]',
    ],
  ],
  [
    "half an image",
    { "docker-host:local": { image: { name: "Rocky 9" } } },
    ["error: the settings of stack mine have 1 problem:", "docker-host:local.image.disk: is missing"],
  ],
  [
    "two bad hosts of a list of three, one misspelt within",
    {
      "docker-host:target": "aws",
      "docker-host:aws": { sshIngressCidrs: networks, docker: { verson: "29.1.0" } },
      "docker-host:hosts": [{ name: "a", diskGiB: "30" }, { name: "b" }, { name: "c", instanceTyp: "t3.small" }],
    },
    [
      "error: the settings of stack mine have 3 problems:",
      'docker-host:aws.docker.verson: does not exist; did you mean "version"?',
      'docker-host:hosts[0].diskGiB: "30" is not a whole number of GiB from 16 to 65536',
      'docker-host:hosts[2].instanceTyp: does not exist; did you mean "instanceType"?',
    ],
  ],
])("preview fails on %s, with everything that is allowed and without a stack trace", async (_what, config, lines) => {
  const output = await seen(config);
  for (const line of lines) expect(output).toContain(line);
});

test("up without a preview makes nothing of the hosts that are right", async () => {
  const folder = join(directory, "machines");
  const output = await seen(
    {
      "docker-host:local": { image: { name: "none", disk: join(directory, "no-image.qcow2") } },
      "docker-host:hosts": [
        { name: "good", directory: join(folder, "good") },
        { name: "bad", directory: join(folder, "bad"), users: [{ name: "CI" }] },
      ],
    },
    ...["up", "--yes", "--skip-preview"],
  );
  expect(output).toContain('docker-host:hosts[1].users[0].name: "CI" is not a login name;');
  expect(output).toContain('docker-host:hosts[1].sshPort: 2222 belongs to host "good" already');
  expect((await pulumi("stack", "export")).output).not.toMatch(/LocalDockerHost|Stash|Command/);
});

test("a secret in the settings is shown neither in an error nor in a preview", async () => {
  const hidden = "hunter2-hunter2";
  writeFileSync(
    settings,
    encryption + stringify({ config: { "docker-host:local": { image: { name: "none", disk: "/none.qcow2" } } } }),
  );
  const set = (path: string, value: string) =>
    pulumi("config", "set", "--secret", "--path", `docker-host:local.${path}`, value);
  expect(await set("commands[0]", `echo ${hidden}`)).toMatchObject({ status: 0 });
  // As docs/secrets.md says, beside what is no secret.
  const path = ["--path", "docker-host:local.secretFiles[0].path", "/etc/app/token"];
  expect(await pulumi("config", "set", "--plaintext", ...path)).toMatchObject({ status: 0 });
  expect(await set("secretFiles[0].content", hidden)).toMatchObject({ status: 0 });
  const preview = await pulumi("preview", "--diff");
  expect(preview.status).toBe(0);
  for (const form of [hidden, Buffer.from(hidden).toString("base64")]) expect(preview.output).not.toContain(form);
  // No warning either that it was read as if it were none.
  expect(preview.output).not.toMatch(/secret.*instead of/i);

  await set("docker.channel", hidden);
  const refused = await pulumi("preview");
  expect(refused.status).not.toBe(0);
  expect(refused.output).toContain("docker-host:local.docker.channel: [not shown]");
  expect(refused.output).not.toContain(hidden);
});
