// SPDX-License-Identifier: Apache-2.0
// What the page looks like is seen in test/faults, where a browser opens it; here stands what it says.
import fc from "fast-check";

import type { HealthReport } from "../../../components/health/report";
import { reportPage } from "../../../components/health/report-page";

const report: HealthReport = {
  ...{ version: 1, host: "web", healthy: false, dockerVersion: "", stage: "units", seconds: 131, bootId: "b-1" },
  finished: "2026-11-24T12:02:11Z",
  probes: [
    { probe: "install", status: "pass", ms: 12_340, detail: "done in 61 s" },
    { probe: "units", status: "fail", ms: 118_000, detail: "docker is failed" },
  ],
  timeline: [{ group: "cloud-init", name: "init", start: 1_795_521_600, seconds: 3.25 }],
};

/** The page's words, as a reader sees them. */
const words = (page: string) =>
  page
    .replace(/<style>[^]*<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

test("the page of a failed check", () => {
  expect(words(reportPage(report))).toBe(
    "Docker host web: not healthy not healthy web Docker no answer failed at units checked 2026-11-24 12:02:11 UTC" +
      " took 2 min 11 s probes 1 pass, 1 fail boot b-1" +
      " Probes probe status time what was seen install pass 12.3 s done in 61 s units fail 1 min 58 s docker is failed" +
      " Timeline from 2026-11-24 12:00:00 UTC 0:00 0:30 1:00 1:30 2:00" +
      " cloud-init 3.3 s init 3.3 s health check 2 min 10 s install 12.3 s units 1 min 58 s",
  );
});

test("the page of a host from a baked image says which one, and what dnf had to add", () => {
  const told = (installed: number) => words(reportPage({ ...report, image: { name: "web-<1>", installed } }));
  expect(told(0)).toContain(" boot b-1 image web-&lt;1&gt;, 0 packages installed now Probes ");
  expect(told(1)).toContain(", 1 package installed now ");
});

test("the page of a check that saw nothing", () => {
  const nothing = { ...report, host: "", stage: "", seconds: 0, finished: "", bootId: "", probes: [], timeline: [] };
  expect(words(reportPage(nothing))).toBe(
    "Docker host without a name: not healthy not healthy Docker host Docker no answer checked cut off before its end" +
      " took 0.0 s probes none boot unknown Probes No probe ran. Timeline Nothing was recorded.",
  );
});

test("each bar and each mark lies where its time is", () => {
  const page = reportPage(report);
  expect([...page.matchAll(/<ol class="([a-z-]+)">/g)].map(([, name]) => name)).toEqual(["cloud-init", "probes"]);
  expect([...page.matchAll(/<i style="([^"]*)">/g)].map(([, place]) => place)).toEqual([
    "left:0.00%;width:2.49%",
    "left:0.00%;width:9.47%",
    "left:9.47%;width:90.53%",
  ]);
  expect([...page.matchAll(/<b style="([^"]*)">/g)].map(([, place]) => place)).toEqual(
    ["0.00", "23.02", "46.03", "69.05", "92.07"].map((place) => `left:${place}%`),
  );
});

test("times are shown in the unit that can be read at a glance", () => {
  const took = (seconds: number) =>
    / took (.*) probes /.exec(words(reportPage({ ...report, seconds, timeline: [] })))?.[1];
  expect([99.9, 100, 3599.6].map(took)).toEqual(["99.9 s", "1 min 40 s", "60 min 0 s"]);
  const boot = { group: "boot", name: "kernel", start: 0, seconds: 7200 };
  expect(words(reportPage({ ...report, finished: "", timeline: [boot] }))).toContain(
    " 0:00 20:00 40:00 1:00 h 1:20 h 1:40 h 2:00 h ",
  );
});

test("a text of the host is shown as it is", () => {
  expect(reportPage({ ...report, host: `<b> & "x" 'y'` })).toContain(
    "<h1>&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;</h1>",
  );
});

test("the page asks nobody for anything and runs nothing", () => {
  expect(reportPage(report)).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|https?:/i);
});

test("no text of the host becomes markup", () => {
  const tags = (page: string) => [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  const expected = tags(reportPage(report));
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom("", "<script>", `"><b onload='x'>`, "</style>", "&lt;", "`"),
      (text, hostile) => {
        const value = `x${text}${hostile}`;
        const page = reportPage({
          ...report,
          ...{ host: value, dockerVersion: value, stage: value, bootId: value },
          probes: report.probes.map((probe) => ({ ...probe, probe: value, detail: value })),
          timeline: report.timeline.map((entry) => ({ ...entry, name: value })),
        });
        expect(tags(page)).toEqual(expected);
      },
    ),
  );
});
