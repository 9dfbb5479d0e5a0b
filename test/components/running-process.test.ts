// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import type * as childProcess from "node:child_process";

import { commandOf, isAlive } from "../../components/running-process";

const { pid } = process;
afterEach(() => jest.restoreAllMocks());

test("a process that runs is known by its number and its command line", () => {
  expect(commandOf(pid)).toContain("jest");
  expect(isAlive({ pid, command: commandOf(pid) })).toBe(true);
  expect(isAlive({ pid, command: "another program" })).toBe(false);
});

test("one that has ended does not, whatever is known of it", () => {
  const ended = spawnSync("true").pid;
  expect([isAlive({ pid: ended, command: "true" }), isAlive({ pid: ended, command: "" })]).toEqual([false, false]);
});

test("where its command line was not to be had, then or now, the number alone counts", () => {
  expect(isAlive({ pid, command: "" })).toBe(true);
  const own = jest.requireActual<typeof childProcess>("node:child_process");
  jest.spyOn(own, "spawnSync").mockReturnValue({ stdout: null } as never);
  expect([commandOf(pid), isAlive({ pid, command: "another program" })]).toEqual(["", true]);
});
