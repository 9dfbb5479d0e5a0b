// SPDX-License-Identifier: Apache-2.0
export { defaults } from "./defaults";
export { cloudConfig, render } from "./render";
export type { CloudConfig, CloudConfigValue, DockerSpec, HostSpec, KeyPair, Problem, UserSpec } from "./spec";
export { describe, validate } from "./validate";
