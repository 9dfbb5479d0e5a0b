// SPDX-License-Identifier: Apache-2.0
export { type AddressPoolArgs, type DockerArgs, type UlimitArgs } from "./components/docker-args";
export {
  type DockerHostArgs,
  type DockerHostOutputs,
  type FileArgs,
  type SshKeyArgs,
  type UserArgs,
} from "./components/docker-host-args";
export { type HealthArgs, type HealthExpectationsArgs, type HealthLimitsArgs } from "./components/health/health-args";
export { HostHealth, type HostHealthArgs } from "./components/health/host-health";
export { type HealthReport, type ProbeResult, type TimelineEntry } from "./components/health/report";
export { LocalDockerHost, type LocalDockerHostArgs } from "./components/local/docker-host";
export { type LocalImageArgs } from "./components/local/image";
