// SPDX-License-Identifier: Apache-2.0
// Throw-away hosts on real (emulated) machines, of suites that are ended while theirs boots. That one passes, or is ended while it
// uses its host, baked.test.ts shows.
import { ensureAcceleration } from "../../tools/setup/acceleration";
import { ensureQemu } from "../../tools/setup/qemu";
import { ensureDockerImage } from "../lab/docker-image";
import { finish, written } from "../child-process";
import { descendants, notScratch, ScratchComputer } from "../components/ephemeral/scratch-computer";
import { show } from "./fresh-clone";
import { startSuite } from "./throw-away/start-suite";

const minute = 60_000;
jest.setTimeout(45 * minute);

const computer = new ScratchComputer("real");

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

test("SIGINT and SIGKILL of suites whose machines boot leave nothing", async () => {
  const ends = (["SIGINT", "SIGKILL"] as const).map(async (signal) => {
    const child = startSuite(computer, signal);
    const end = finish(child);
    await written(child, "docker-host-health-check creating");
    child.kill(signal);
    await end;
  });
  await Promise.all(ends);
});

test("a reaper removes the machine and the stack where even the keeper was killed", async () => {
  const child = startSuite(computer, "killed");
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
