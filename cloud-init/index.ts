// SPDX-License-Identifier: Apache-2.0
export { complete, type HostSpecInput, read } from "./complete";
export { defaults } from "./defaults";
export type { AddressPoolSpec, DockerSpec, UlimitSpec } from "./docker-spec";
export { startupScript } from "./gce";
export { type PlatformName, platforms, type UserData, userData } from "./limits";
export { type PlatformSize, type Preview, preview } from "./preview";
export { daemonJson } from "./daemon";
export { cloudConfig, render } from "./render";
export type { CloudConfig, CloudConfigValue, FileSpec, HostSpec, KeyPair, Problem, UserSpec } from "./spec";
export { describe, errors, validate, warnings } from "./validate";
export { engineVersion } from "./version";
