// SPDX-License-Identifier: Apache-2.0
import { asCommand } from "../../../tools/shared/command";
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
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- libraries do
  asCommand(() => Promise.reject(failure), "free some");
  await done();
  expect(said).toEqual(["\nno room", "\nfree some"]);
  expect(process.exitCode).toBe(status);
});

test("what fails before it waits for anything fails no other way", async () => {
  asCommand(() => {
    throw new Error("no room");
  });
  await done();
  expect(said).toEqual(["\nno room"]);
  expect(process.exitCode).toBe(1);
});

test("what goes well says nothing, and keeps the exit status that it has chosen", async () => {
  asCommand(() => {
    process.exitCode = 3;
  });
  await done();
  expect([said, process.exitCode]).toEqual([[], 3]);
});
