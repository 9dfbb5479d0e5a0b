// SPDX-License-Identifier: Apache-2.0
import { WrongUse } from "../../../tools/cli/exit-status";
import { command } from "../../../tools/shared/command";
import { Interrupted } from "../../../tools/shared/subprocess";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  jest.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

/** Everything that was to be done at once is done by then. */
const done = () => new Promise(setImmediate);

test.each([
  ["a failure", new Error("no room"), 1],
  ["what is no error", "no room", 1],
  ["an interruption, as a shell says it", new Interrupted("no room"), 130],
])("%s is a message and an exit status, with the advice after it", async (_what, failure, status) => {
  command(
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- libraries do
    () => Promise.reject(failure),
    () => "free some",
  );
  await done();
  expect(said).toEqual(["\nno room", "\nfree some"]);
  expect(process.exitCode).toBe(status);
});

test("what fails before it waits for anything fails no other way", async () => {
  command(() => {
    throw new Error("no room");
  });
  await done();
  expect(said).toEqual(["\nno room"]);
  expect(process.exitCode).toBe(1);
});

test("what goes well says nothing, and keeps the exit status that it has chosen", async () => {
  command(() => {
    process.exitCode = 3;
  });
  await done();
  expect([said, process.exitCode]).toEqual([[], 3]);
});

test("what comes to false has said why, and its exit status is that of a failure", async () => {
  command(() => Promise.resolve(false));
  await done();
  expect([said, process.exitCode]).toEqual([[], 1]);
});

test("wrong use is its message alone, and status 2", async () => {
  command(
    () => Promise.reject(new WrongUse("no such option")),
    () => "free some",
  );
  await done();
  expect([said, process.exitCode]).toEqual([["no such option"], 2]);
});

test("what was typed behind it is handed on", async () => {
  const given: string[][] = [];
  jest.replaceProperty(process, "argv", ["node", "tools/test.ts", "-t", "a name"]);
  command((args) => void given.push(args));
  await done();
  expect(given).toEqual([["-t", "a name"]]);
});
