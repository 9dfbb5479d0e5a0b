// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/ephemeral`: Docker hosts for the time of a test.
export { type FailureKind, SshFailure } from "../ssh/failure";
export { EphemeralDockerHost, withDockerHost } from "./ephemeral-docker-host";
export { ExecError, type ExecOptions, type Executed } from "./exec";
export type { EphemeralEnv, EphemeralHost } from "./host";
export {
  type AwsTarget,
  type BackendOptions,
  defaultTtlMinutes,
  type EphemeralOptions,
  type GcpTarget,
  type HostOptions,
  type LocalTarget,
} from "./options";
export { reap, type Reaped, type ReapOptions } from "./reap";
