// SPDX-License-Identifier: Apache-2.0
import type { ProbeResult } from "../../../components/health/report";
import { summarize } from "../../../components/health/summary";
import { report } from "../local/host-under-test";

test("a summary says what a person wants to know after an update, and of the probes those that did not pass", () => {
  const probes: ProbeResult[] = [
    { probe: "daemon", status: "pass", ms: 5, detail: "active" },
    { probe: "selinux", status: "skip", ms: 1, detail: "no SELinux on this host" },
    { probe: "members", status: "warn", ms: 1, detail: "also in the group: bob" },
  ];
  expect(summarize({ ...report, probes })).toEqual({
    healthy: true,
    dockerVersion: "27.5.1",
    checked: "2026-11-24T12:00:00Z",
    notPassed: { selinux: "skip: no SELinux on this host", members: "warn: also in the group: bob" },
  });
});
