// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { imageTogether } from "../../../components/bake/image-rules";
import { defaultLimits, probes as ours } from "../../../components/health/probes";
import { hostHealthProblems } from "../../../components/health/rules";
import { installFailures } from "../../../components/health/stages";
import { localHostProblems } from "../../../components/local/problems";

const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const agent = { name: "agent", command: "true", hint: "start it" };
const problemsOf = (probes: unknown) =>
  localHostProblems({ image, health: { probes } } as never).map(({ path, message }) => `${path}: ${message}`);
const named = (...names: string[]) => problemsOf(names.map((name) => ({ ...agent, name })));

test("probes of every form, with every member, and with what is known late, are fine", () => {
  const all = { ...agent, essential: false, limitSeconds: 86_400, user: "jane.doe" };
  const late = { name: "late", command: pulumi.output("true"), hint: pulumi.secret("x"), user: pulumi.output("ci") };
  expect(problemsOf([all, { ...agent, name: "a", command: "a\nb" }, { ...agent, name: "db-2" }, late])).toEqual([]);
  expect(problemsOf([])).toEqual([]);
  expect(named("a".repeat(40))).toEqual([]);
});

test("all that is wrong is named at once, by the caller's own path", () => {
  expect(
    problemsOf([
      agent,
      { name: "b", hint: " ", command: "", user: "-x", limitSeconds: 0, essential: "no", sudo: true },
    ]),
  ).toEqual([
    "health.probes[1].sudo: does not exist; there are name, command, hint, essential, limitSeconds, user",
    "health.probes[1].command: is empty, and must say something",
    "health.probes[1].hint: is empty, and must say something",
    'health.probes[1].essential: "no" is none of true, false',
    "health.probes[1].limitSeconds: 0 is not a limit in seconds; use a whole number from 1 to 86400, or leave it out for 30",
    expect.stringMatching(/^health\.probes\[1\]\.user: "-x" is not a login name; use at most 32 /) as string,
  ]);
  expect(problemsOf([{ command: "true" }])).toEqual([
    "health.probes[0].name: is missing",
    "health.probes[0].hint: is missing",
  ]);
});

test.each(["", "Agent", "1a", "a_b", "a.b", "-a", "a-", "a--b", "a b", "a\n", "größe", "a".repeat(41)])(
  "%j is no name of a probe",
  (name) => {
    expect(named(name)).toEqual([expect.stringMatching(/^health\.probes\[0\]\.name: .* is not a probe's name; use /)]);
  },
);

test("a name is given once, and is none of ours, so that a stage says what has failed", () => {
  expect(named("agent", "agent")).toEqual([
    'health.probes[1].name: "agent" is here twice; give each probe a name of its own',
  ]);
  const rows = ours({ limits: defaultLimits, installed: true, rebooted: true }).map(({ name }) => name);
  const taken = [...rows, ...Object.keys(installFailures), "ssh", "sudo", "access", "secrets", "registry", "address"];
  for (const name of [...taken, "network", "timeline"]) {
    expect(named("agent", name)).toEqual([
      `health.probes[1].name: "${name}" is the name of a stage of ours; choose another one, for example "my-${name}"`,
    ]);
    expect(named(`my-${name}`)).toEqual([]);
  }
});

test("which probes there are is known when the program runs", () => {
  expect(problemsOf(pulumi.output([agent]))[0]).toMatch(/^health\.probes: must be a plain value and no Output/);
  expect(named(pulumi.output("agent") as never)[0]).toMatch(/^health\.probes\[0\]\.name: must be a plain value/);
});

test("HostHealth says the same by its own path", () => {
  const args = { connection: { host: "192.0.2.1" }, dockerUsers: [], probes: [{ ...agent, name: "daemon" }] };
  expect(hostHealthProblems(args).map(({ path }) => path)).toEqual(["probes[0].name"]);
});

test("an image has none: what they ask for is a host's", () => {
  expect([...imageTogether({ health: { probes: [agent] } })].map(({ path }) => path)).toEqual(["health.probes"]);
  expect([...imageTogether({ health: { total: 5 } })]).toEqual([]);
});
