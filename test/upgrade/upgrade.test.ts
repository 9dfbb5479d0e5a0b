// SPDX-License-Identifier: Apache-2.0
// Whoever made hosts with the last release and takes this one keeps the machines: a preview of that state by these sources,
// on the real CLI and engine. make.ts says how the state came about, and what it does not prove.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { nameOf, readFixture, type Resource, type State } from "./fixture";
import { UpgradeStack } from "./stack";

jest.setTimeout(240_000);

/** What may differ. What is of this release alone goes when the fixture is made anew. */
const accepted: { names: RegExp; operations: string[]; paths?: RegExp; because: string }[] = [
  {
    names: /-check$/,
    operations: ["update"],
    because: "what a check is told is not in the fixture, and the probes change with each release",
  },
  {
    names: /-(restart|recheck)$/,
    operations: ["update", "replace"],
    because: "the host was restarted for the check before it, which runs again",
  },
  {
    names: /-access$/,
    operations: ["update"],
    because: "it holds what the host is held against",
  },
  {
    names: /-made-with$/,
    operations: ["create"],
    because: "by it later releases know what takes another machine, which of this one is what the last one said",
  },
  {
    names: /^default_/,
    operations: ["create", "delete"],
    because: "another version of a cloud's SDK has a default provider of its own",
  },
  {
    names: /^gcp-.*machine$/,
    operations: ["update"],
    paths: /^metadata\["startup-script"\]$|\["expires-at"\]$/,
    because: "Google's start-up script changes in place, and does nothing on a machine that has had its first boot",
  },
];

interface Step extends Pick<Resource, "urn"> {
  op: string;
  replaceReasons?: string[];
  detailedDiff?: Record<string, unknown> | null;
}

const state = JSON.parse(readFixture()) as State;
let stack: UpgradeStack;
let steps: Step[];

// A machine where the CLI has to be built takes its time once.
beforeAll(async () => {
  const { path: cli } = await ensurePulumiCli(() => {});
  stack = new UpgradeStack(cli);
  const file = join(stack.directory, "state.json");
  writeFileSync(file, JSON.stringify(state));
  await stack.mustRun("stack", "init", "dev");
  await stack.mustRun("stack", "import", "--file", file);
  ({ steps } = JSON.parse(await stack.mustRun("preview", "--show-sames", "--json")) as { steps: Step[] });
}, 900_000);

afterAll(() => stack.remove());

const differing = ({ detailedDiff }: Step) => Object.keys(detailedDiff ?? {});
const shown = (step: Step) => [step.op, nameOf(step), ...(step.replaceReasons ?? differing(step))].join(" ");

test("nothing of the last release's hosts is replaced, made or deleted, and what changes is in the list", () => {
  const isAccepted = (step: Step) =>
    accepted.some(
      ({ names, operations, paths = /./ }) =>
        names.test(nameOf(step)) && operations.includes(step.op) && differing(step).every((path) => paths.test(path)),
    );
  expect(steps.filter((step) => step.op !== "same" && !isAccepted(step)).map(shown)).toEqual([]);
});

test("each machine of each platform is among what stays", () => {
  const stays = steps.filter(({ op }) => op === "same" || op === "update").map(nameOf);
  const machines = state.deployment.resources.map(nameOf).filter((name) => name.endsWith("-machine"));
  expect(machines.sort()).toEqual([
    ...["aws-machine", "aws-more-machine", "aws-private-machine", "aws-ttl-machine"],
    ...["gcp-machine", "gcp-more-machine", "gcp-ttl-machine", "gcp-tunnel-machine"],
    ...["local-machine", "local-more-machine"],
  ]);
  expect(stays).toEqual(expect.arrayContaining(machines));
});
