// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { parseReport, statuses } from "../../../components/health/report";

const server = { probe: "server", status: "pass", ms: 12, detail: "27.5.1" };
const cloudInit = { probe: "cloud-init", status: "warn", ms: 9, detail: "degraded done" };
const login = { probe: "login", status: "fail", ms: 30, detail: "ci cannot use docker" };
const end = {
  ...{ version: 1, host: "web", healthy: true, dockerVersion: "27.5.1", stage: "", seconds: 7, bootId: "b" },
  finished: "2026-11-24T12:00:00Z",
};
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value) + "\n").join("");
const none = {
  ...{ version: 1, host: "", healthy: false, dockerVersion: "", stage: "", seconds: 0, bootId: "", finished: "" },
  ...{ probes: [], timeline: [] },
};

test("a healthy host's report", () => {
  expect(parseReport(lines(server, end))).toEqual({ ...end, probes: [server], timeline: [] });
});

test("a report with a warning is healthy", () => {
  expect(parseReport(lines(cloudInit, server, end))).toEqual({ ...end, probes: [cloudInit, server], timeline: [] });
});

test("an unhealthy host's report, with the text for people after it", () => {
  const output = `${lines(server, login, { ...end, healthy: false })}\ndocker host "web": stage login failed\nhint: {}\n`;
  expect(parseReport(output)).toEqual({ ...end, healthy: false, probes: [server, login], timeline: [] });
});

test("what is cut off anywhere is not healthy", () => {
  const whole = lines(cloudInit, server, end).trimEnd();
  for (let length = 0; length < whole.length; length++) {
    expect(parseReport(whole.slice(0, length))).toMatchObject({ healthy: false, dockerVersion: "" });
  }
  expect(parseReport(whole).healthy).toBe(true);
});

test("a verdict without a probe is not healthy", () => {
  expect(parseReport(lines(end))).toEqual({ ...end, healthy: false, probes: [], timeline: [] });
});

test("a report of a host from a baked image says which one, whatever is told of it before or in another form", () => {
  const image = { name: 'web "one"', installed: 2 };
  const others = [{ image: "web" }, { image: { name: "web" } }, { image: { name: 1, installed: 2 } }, { image: null }];
  expect(parseReport(lines(server, ...others, { image: { ...image, more: 1 } }, end)).image).toEqual(image);
  expect(parseReport(lines(server, ...others, end))).toEqual({ ...end, probes: [server], timeline: [] });
  expect(parseReport(lines({ image })).image).toEqual(image);
});

test.each([
  ["nothing", ""],
  ["blank lines", "\n\n\r\n"],
  ["no JSON", "{nonsense}\n{\n{{{"],
  ["JSON of other things", '[]\nnull\n1\n"healthy"\n{}\n{"healthy":true}\n'],
  ["a status that there is not", lines({ ...server, status: "PASS" })],
  ["numbers that are texts", lines({ ...server, ms: "12" }, { ...end, seconds: "7" })],
  ["a verdict that is a text", lines({ ...end, healthy: "true" })],
  ["a list in place of a text", lines({ ...server, detail: ["a"] })],
  ["JSON that is not at the beginning of a line", ` ${lines(server)}x${lines(end)}`],
])("%s is no report", (_what, output) => {
  expect(parseReport(output)).toEqual(none);
});

test("a banner around it, and line ends of another system, are passed over", () => {
  const output = `Welcome to Rocky Linux {9}\n{"motd": true}\n${lines(server, end)}logout\n`;
  expect(parseReport(output.replaceAll("\n", "\r\n"))).toEqual({ ...end, probes: [server], timeline: [] });
});

test("further properties are left out", () => {
  const more = { constructor: 1, __proto__: { polluted: true }, admin: true };
  expect(parseReport(lines({ ...server, ...more }, { ...end, ...more }))).toEqual({
    ...end,
    probes: [server],
    timeline: [],
  });
  expect(parseReport(`{"__proto__":{"healthy":true,"dockerVersion":"","seconds":0}}\n`)).toEqual(none);
  expect({}).not.toHaveProperty("polluted");
});

test("what the text for people quotes after the verdict does not change it", () => {
  const failed = { ...end, healthy: false };
  expect(parseReport(lines(login, failed) + "\ncause: \n" + lines(server, end))).toEqual({
    ...failed,
    probes: [login],
    timeline: [],
  });
});

test("ten megabytes of noise are passed over", () => {
  const noise = `{ this is not a report }\n${"and neither is this\n".repeat(250)}`.repeat(1000);
  const line = "x".repeat(5_000_000);
  expect(parseReport(noise + lines(server) + line + "\n" + noise + lines(end) + noise)).toEqual({
    ...end,
    probes: [server],
    timeline: [],
  });
});

test("any details come through as they are", () => {
  const result = fc.record({
    probe: fc.string({ unit: "binary" }),
    status: fc.constantFrom(...statuses),
    ms: fc.nat(),
    detail: fc.string({ unit: "binary" }),
  });
  fc.assert(
    fc.property(fc.array(result, { minLength: 1, maxLength: 4 }), (probes) => {
      const healthy = probes.every(({ status }) => status !== "fail");
      expect(parseReport(lines(...probes, end))).toEqual({ ...end, healthy, probes, timeline: [] });
    }),
  );
});

test("any text is read without an error, and is not healthy", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 1000 }), (output) => {
      expect(parseReport(`{${output}`).healthy).toBe(false);
    }),
  );
});

test("the timeline comes through, without what is no entry", () => {
  const entry = { group: "boot", name: "kernel", start: 1.5, seconds: 2 };
  const edges = [
    { ...entry, start: 0 },
    { ...entry, start: 1e11 },
  ];
  const timeline = [entry, { ...entry, start: "1.5" }, null, [], { ...entry, more: true }, ...edges];
  expect(parseReport(lines(server, { timeline }, end)).timeline).toEqual([entry, entry, ...edges]);
});

test.each([[{}], [null], ["boot"]])("a timeline that is %j is passed over", (timeline) => {
  expect(parseReport(lines(server, { timeline }, end))).toEqual({ ...end, probes: [server], timeline: [] });
});

test("a failed probe is not healthy, whatever the verdict says", () => {
  expect(parseReport(lines(server, login, end)).healthy).toBe(false);
});

test("numbers that no clock shows are the nearest that one does, and a stage at such a time is left out", () => {
  const stage = { group: "boot", name: "kernel", start: 1.8e9, seconds: 4 };
  const odd = lines(server, { timeline: [{ ...stage, start: 1e300 }, { ...stage, start: -1 }, stage] }, end);
  const text = odd.replace('"ms":12', '"ms":1e999').replace('"seconds":7', '"seconds":-7');
  expect(parseReport(text)).toEqual({ ...end, seconds: 0, probes: [{ ...server, ms: 1e11 }], timeline: [stage] });
});
