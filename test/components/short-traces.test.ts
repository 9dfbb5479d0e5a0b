// SPDX-License-Identifier: Apache-2.0
import { withShortTraces } from "../../components/short-traces";

const usual = Error.stackTraceLimit;
const frames = () => (new Error("here").stack ?? "").split("\n").length - 1;
afterEach(() => {
  delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
  Error.stackTraceLimit = usual;
});

test("a trace has one frame within, and all of them again afterwards", () => {
  expect(withShortTraces(frames)).toBe(1);
  expect(frames()).toBeGreaterThan(1);
  expect(Error.stackTraceLimit).toBe(usual);
});

test("the limit is back where the work has thrown", () => {
  const work = () => {
    throw new Error("it failed");
  };
  expect(() => withShortTraces(work)).toThrow("it failed");
  expect(Error.stackTraceLimit).toBe(usual);
});

test("who wants none gets none", () => {
  Error.stackTraceLimit = 0;
  expect(withShortTraces(frames)).toBe(0);
});

test("who looks for promises that never end gets whole traces", () => {
  process.env.PULUMI_DEBUG_PROMISE_LEAKS = "1";
  expect(withShortTraces(frames)).toBe(frames() + 1);
});
