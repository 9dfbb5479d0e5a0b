// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { type HealthReport, parseReport } from "../../../components/health/report";

const probe = (name: string, status = "pass") => JSON.stringify({ probe: name, status, ms: 12, detail: "seen" });
const conclusion = (changes: Partial<HealthReport> = {}) =>
  JSON.stringify({
    ...{ version: 1, host: "web", healthy: true, dockerVersion: "29.9.0", stage: "", seconds: 9, bootId: "b" },
    ...{ finished: "2026-11-24T12:00:00Z", ...changes },
  });
const timeline = `{"timeline": [{"group": "boot", "name": "kernel", "start": 1.5, "seconds": 2}]}`;
const whole = [probe("install"), probe("units", "warn"), probe("smoke", "skip"), timeline, conclusion()];

test("a healthy host", () => {
  expect(parseReport(whole.join("\n"))).toEqual({
    ...{ version: 1, host: "web", healthy: true, dockerVersion: "29.9.0", stage: "", seconds: 9, bootId: "b" },
    finished: "2026-11-24T12:00:00Z",
    probes: [
      { probe: "install", status: "pass", ms: 12, detail: "seen" },
      { probe: "units", status: "warn", ms: 12, detail: "seen" },
      { probe: "smoke", status: "skip", ms: 12, detail: "seen" },
    ],
    timeline: [{ group: "boot", name: "kernel", start: 1.5, seconds: 2 }],
  });
});

test("the provider's error, in which the report stands between other text", () => {
  const error = [
    `Process exited with status 1: running "sudo -n timeout -k 10 960 bash -s":`,
    "probe install",
    probe("install", "fail"),
    conclusion({ healthy: false, stage: "install", dockerVersion: "" }),
    `docker host "web": stage install failed after 9 s: seen`,
  ];
  expect(parseReport(error.join("\n"))).toMatchObject({
    healthy: false,
    stage: "install",
    probes: [{ status: "fail" }],
  });
});

test("a text that ends before the closing line is never healthy, wherever it is cut", () => {
  const text = whole.join("\n");
  for (let end = 0; end < text.length; end++) expect(parseReport(text.slice(0, end)).healthy).toBe(false);
  expect(parseReport(text).healthy).toBe(true);
});

test.each([
  ["without a probe", [conclusion()]],
  ["with a failed probe", [probe("install"), probe("units", "fail"), conclusion()]],
  ["whose conclusion has no boot", [probe("install"), conclusion().replace(`"bootId":"b",`, "")]],
  ["whose conclusion says so in a text", [probe("install"), conclusion().replace("true", `"true"`)]],
  ["whose probes have a status that does not exist", [probe("install", "fine"), conclusion()]],
])("a report %s is not healthy", (_what, lines) => {
  expect(parseReport(lines.join("\n")).healthy).toBe(false);
});

test("garbage is passed over", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (noise) => {
      expect(parseReport(noise.join("\n")).healthy).toBe(false);
      expect(parseReport([...noise, ...whole].map((line) => line.replaceAll("\n", "")).join("\n"))).toMatchObject({
        healthy: true,
        probes: [{ probe: "install" }, { probe: "units" }, { probe: "smoke" }],
      });
    }),
  );
});

test("any JSON that is not a report is passed over", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parseReport(JSON.stringify({ probe: value, timeline: value, healthy: value }))).toMatchObject({
        healthy: false,
        probes: [],
      });
    }),
  );
});

test("ten megabytes of noise around the report change nothing", () => {
  const noise = `${"x".repeat(99)}\n{"broken": \n`.repeat(95_000);
  expect(noise.length).toBeGreaterThan(10_000_000);
  expect(parseReport(`${noise}${whole.join("\n")}\n${noise}`)).toMatchObject({ healthy: true, seconds: 9 });
});
