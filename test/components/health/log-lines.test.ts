// SPDX-License-Identifier: Apache-2.0
import { eachOnce, plainLines, tellingLines } from "../../../components/health/log-lines";

test.each([
  ["Nov 26 07:10:20 web dockerd[812]: hello", "dockerd: hello"],
  ["Nov  6 07:10:20 web systemd: hello", "systemd: hello"],
  ["Nov 26 07:10:20 web docker-install@1.service[8]: hello", "docker-install@1.service: hello"],
  ['Nov 26 07:10:20 web dockerd[812]: time="2026-11-26T07:10:20.1Z" level=info', "dockerd: level=info"],
  ['time="2026-11-26T07:10:20.1Z" level=info', "level=info"],
  ['level=info said time="07:10" there', 'level=info said time="07:10" there'],
  ["2026-11-26T07:10:20+0100 hello", "hello"],
  ["2026-11-26T07:10:20-0100 hello", "hello"],
  ["at 2026-11-26T07:10:20+0100 hello", "at 2026-11-26T07:10:20+0100 hello"],
  ["said Nov 26 07:10:20 web dockerd[812]: hello", "said Nov 26 07:10:20 web dockerd[812]: hello"],
  ["  - Status code: 404", "Status code: 404"],
  ["this - that", "this - that"],
  ["  hello  ", "hello"],
])("a person reads %j without time, host and ornament", (line, plain) => {
  expect(plainLines([line])).toEqual([plain]);
});

test("empty lines are left out, and so is a line that stands again later", () => {
  expect(plainLines(["", "a", "  ", " - "])).toEqual(["a"]);
  expect(eachOnce(["a", "b", "a", "c"])).toEqual(["b", "a", "c"]);
});

test.each([
  ...["could not resolve", "couldn't resolve", "couldnot", "ended with status 7", "time out", "timed out", "timedout"],
  ...["Error", "failed", "cannot", "unable to", "refused", "denied", "curl: (6)", "no match", "nothing provides"],
  ...["conflicts", "Problem:", "no space left", "Killed", "timeout", "not found", "expected x", "WARNING"],
])("%j is a word of trouble", (line) => {
  expect(tellingLines(["before", line, "after"])).toEqual([line]);
});

test.each(["could now", "status quo", "all is well"])("%j is none", (line) => {
  expect(tellingLines(["an error", line])).toEqual(["an error"]);
});

test("what systemd says of each unit that fails is left out, and what quotes it is not", () => {
  const echoes = ["systemd: Starting x", "systemd: Stopped x", "systemd: Failed to start x"];
  const ofUnits = ["Main process exited", "Failed with result", "Scheduled restart"].map(
    (what) => `systemd: x: ${what}`,
  );
  const quoted = "dockerd: error: systemd: Starting x";
  expect(tellingLines([...echoes, ...ofUnits, quoted])).toEqual([quoted]);
});
