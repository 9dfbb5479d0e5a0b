// SPDX-License-Identifier: Apache-2.0
// Throw-away hosts on real (emulated) machines, used by a test suite in a process of its own.
import { type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ensureAcceleration } from "../../tools/setup/acceleration";
import { root } from "../../tools/shared/places";
import { ensureQemu } from "../../tools/setup/qemu";
import { ensureDockerImage } from "../lab/docker-image";
import { finish, written } from "../child-process";
import { descendants, notScratch, ScratchComputer } from "../components/ephemeral/scratch-computer";
import { show } from "./fresh-clone";

const minute = 60_000;
jest.setTimeout(45 * minute);

const computer = new ScratchComputer("real");
const jestBin = join(root, "node_modules", "jest", "bin", "jest.js");
const config = JSON.stringify({
  rootDir: root,
  testMatch: ["<rootDir>/test/e2e/throw-away/suite.ts"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
});

beforeAll(async () => {
  await ensureQemu(show);
  const { image, repositoryDirectory, docker } = await ensureDockerImage(show);
  const accelerator = await ensureAcceleration(image, show);
  await computer.prepare();
  computer.options = {
    target: "local",
    args: {
      image,
      accelerator,
      cpus: 1,
      ...(docker && { docker }),
      ...(repositoryDirectory !== undefined && { repositoryDirectory }),
    },
  };
});
afterEach(() => expect(computer.leftovers().filter(notScratch)).toEqual([]));
afterAll(() => computer.remove());

/** Starts the suite and shows what it says: it takes minutes. */
function suite(name: string, seconds: number): ChildProcess {
  const child = computer.startNode([jestBin, "--config", config], { HOLD_SECONDS: String(seconds) });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface(stream).on("line", (line) => show(`${name} | ${line}`));
  return child;
}

test("two suites side by side have their hosts; one passes, one is ended by SIGTERM, and nothing is left", async () => {
  const [passing, killed] = [suite("one", 1), suite("two", 1800)];
  const [passed, ended] = [finish(passing), finish(killed)];
  await written(killed, "the suite has its host");
  const { status, output } = await passed;
  expect(output).toContain("Tests:       4 passed");
  expect(status).toBe(0);
  killed.kill("SIGTERM");
  expect((await ended).output).toMatch(/docker-host-machine deleted/);
});

test.each(["SIGINT", "SIGKILL"] as const)("%s of a suite whose machine boots leaves nothing", async (signal) => {
  const child = suite(signal, 0);
  const end = finish(child);
  await written(child, "docker-host-health-check creating");
  child.kill(signal);
  await end;
});

test("a reaper removes the machine and the stack where even the keeper was killed", async () => {
  const child = suite("killed", 0);
  const end = finish(child);
  const said = await written(child, "docker-host-health-check creating");
  const stack = /(ephemeral-\S+): /.exec(said)?.[1];
  for (const pid of descendants(child.pid ?? 0)) process.kill(pid, "SIGKILL");
  await end;
  expect(computer.leftovers()).toEqual(expect.arrayContaining([expect.stringContaining("qemu-system")]));
  const options = { now: new Date(Date.now() + 2 * 60 * minute) };
  const { values } = await computer.run(["reap", JSON.stringify(options)]);
  expect(values).toEqual([{ result: [expect.objectContaining({ stack, result: "destroyed" })] }]);
});
