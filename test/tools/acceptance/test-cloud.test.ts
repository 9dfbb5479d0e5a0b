// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Results } from "../../../tools/acceptance/page";
import { finish, written } from "../../child-process";
import { CloudComputer } from "./whole-run";

jest.setTimeout(900_000);

const computer = new CloudComputer();
beforeAll(() => computer.prepare());
afterAll(() => computer.remove());

const from = ["--from", "127.0.0.1/32", "--only", "host"];
const begin = [...from, "--yes"];

test("without a terminal and without --yes it says what it would make, for whom and for how much, and makes nothing", async () => {
  const { status, output } = await finish(computer.start(...from, "--prefix", "asked"));
  expect(output).toMatch(/project {2}my-project[^]*zone {5}europe-west1-b[^]*asked-\.\.\.[^]*cost {5}about \d/);
  expect(output).toContain("nothing was made: there is no terminal to ask on; add --yes where you agree");
  expect(status).toBe(2);
  expect(computer.google.kinds()).toEqual([]);
});

test("the engine takes the settings of a swarm, and the pattern of its names", async () => {
  const { status, output } = await finish(computer.program(join(__dirname, "swarm-preview.ts")));
  for (const name of ["manager-1", "worker-1"]) expect(output).toContain(`${name}-machine create`);
  expect(status).toBe(0);
});

test("what a run was told to keep stays, also where it is told to end, and --reap removes it", async () => {
  const child = computer.start(...begin, "--prefix", "kept", "--keep");
  const end = finish(child);
  await written(child, "kept-machine created");
  child.kill("SIGTERM");
  expect(await end).toMatchObject({ status: 130, output: expect.stringContaining("what was made stays") as string });
  expect(computer.google.in("instances")).toHaveLength(1);
  const { status, output } = await finish(computer.start("--reap", "--prefix", "kept"));
  expect(output).toContain("kept-machine deleted");
  expect(output).toContain("removed what was left of 1 run\n");
  expect(status).toBe(0);
  expect(computer.google.kinds()).toEqual([]);
  expect(computer.records()).toEqual([]);
});

test("a run that is killed with all its processes is cleaned up by the next one, which tries every case, and nothing else is touched", async () => {
  const killed = computer.start(...begin, "--prefix", "killed");
  const end = finish(killed);
  // The engine says "created" before it has written that down, and begins what comes next after that.
  await written(killed, "killed-health-check creating");
  computer.kill(killed);
  await end;
  expect(computer.google.in("instances")).toHaveLength(1);
  expect(computer.records()).toEqual(["killed.json"]);
  const other = computer.somebodyElses();

  const child = computer.start(...begin, "--prefix", "next");
  const ended = finish(child);
  await written(child, "host: a machine that its time to live has ended");
  computer.letTimePass("next");
  const { status, output } = await ended;
  expect(output).toMatch(/first +what is left of killed is removed\n[^]*removing what is left of killed\n/);
  expect(output).toContain("killed-machine deleted");
  expect(output).toContain("6 of 6 cases passed");
  expect(status).toBe(0);
  expect(computer.google.in("instances")).toEqual([other]);
  expect(computer.records()).toEqual([]);

  const results = JSON.parse(readFileSync(join(computer.out, "gcp.json"), "utf8")) as Results;
  expect(results.cases.map(({ failure }) => failure)).toEqual(Array(6).fill(undefined));
  expect(results).toMatchObject({ target: "gcp", region: "europe-west1-b", parts: ["host"] });
  expect(JSON.stringify(results)).not.toContain("my-project");
});
