// SPDX-License-Identifier: Apache-2.0
import { written } from "../../child-process";
import { descendants, ended, notScratch, ScratchComputer } from "./scratch-computer";

jest.setTimeout(180_000);

const computer = new ScratchComputer();
const inTwoHours = new Date(Date.now() + 2 * 3_600_000).toISOString();
let stack: string;

beforeAll(() => computer.prepare());
afterAll(() => computer.remove());

const reap = async (options: object) => (await computer.run(["reap", JSON.stringify(options)])).values[0];

/** Everything of the caller but the machine ends at once, as when a computer is switched off. */
test("a kill of all its processes leaves a stack and a machine", async () => {
  const child = computer.start(["hold"], { MACHINE: "silent" });
  const end = ended(child);
  stack = /^(ephemeral-\S+):/m.exec(await written(child, "health-check creating"))?.[1] ?? "";
  for (const pid of descendants(child.pid ?? 0)) process.kill(pid, "SIGKILL");
  await end;
  expect(computer.leftovers()).toEqual(expect.arrayContaining([expect.stringContaining("qemu.pid")]));
});

test("before its time is over a stack is left alone", async () => {
  expect(await reap({})).toEqual({ result: [] });
});

test("a dry run says what has expired, and destroys nothing", async () => {
  const before = computer.leftovers();
  const result = [{ stack, expired: expect.any(String) as string, result: "expired" }];
  expect(await reap({ dryRun: true, now: inTwoHours })).toEqual({ result });
  expect(computer.leftovers()).toEqual(before);
});

test("an expired stack is destroyed, with the lock that its engine has left and the machine", async () => {
  expect(await reap({ now: inTwoHours })).toEqual({
    result: [expect.objectContaining({ stack, result: "destroyed" })],
  });
  expect(computer.leftovers().filter(notScratch)).toEqual([]);
  expect(await reap({ now: inTwoHours })).toEqual({ result: [] });
});
