// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/health`: the check for any host that SSH reaches, and what reads its report.
export type {
  HealthArgs,
  HealthConnectionArgs,
  HealthExpectationsArgs,
  HealthLimitsArgs,
  HealthProbeArgs,
} from "./health-args";
export { HostHealth, type HostHealthArgs } from "./host-health";
export {
  type HealthReport,
  type ImageUse,
  parseReport,
  type ProbeResult,
  ProbeStatus,
  type TimelineEntry,
} from "./report";
export { reportPage } from "./report-page";
export type { HealthSummary } from "./summary";
