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

const begin = ["--from", "127.0.0.1/32", "--yes", "--only", "host"];

test("a run that is killed with all its processes is cleaned up by the next one, which tries every case, and nothing else is touched", async () => {
  const killed = computer.start(...begin, "--prefix", "killed");
  const end = finish(killed);
  await written(killed, "killed-machine created");
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
  expect(output).toContain("removing what is left of killed");
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
