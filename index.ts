// SPDX-License-Identifier: Apache-2.0
export { type DockerArgs, type DockerHostArgs, type DockerHostOutputs, type UserArgs } from "./components/docker-host";
export { type HealthLimitsArgs, HostHealth, type HostHealthArgs } from "./components/health/host-health";
export { type HealthReport, type ProbeResult } from "./components/health/report";
export { LocalDockerHost, type LocalDockerHostArgs } from "./components/local/docker-host";
export { type LocalImageArgs } from "./components/local/image";
