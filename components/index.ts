// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host`: what needs no cloud's SDK.
export { AccessChange } from "./access/access-change";
export { DockerChannel, KeyType, LogDriver, OnBootFailure, UlimitName } from "../cloud-init";
export type { DockerImageArgs, DockerImageOutputs } from "./bake/image-args";
export type { AddressPoolArgs, DockerArgs, UlimitArgs } from "./docker-args";
export type { DockerHostArgs, FileArgs, SshKeyArgs, UserArgs } from "./docker-host-args";
export type { DockerHostOutputs } from "./docker-host-outputs";
export {
  type HealthArgs,
  type HealthExpectationsArgs,
  type HealthLimitsArgs,
  type HealthProbeArgs,
  type HealthReport,
  type HealthSummary,
  HostHealth,
  type HostHealthArgs,
  type ImageUse,
  type ProbeResult,
  ProbeStatus,
  type TimelineEntry,
} from "./health";
export {
  LocalDockerHost,
  type LocalDockerHostArgs,
  LocalDockerImage,
  type LocalDockerImageArgs,
  type LocalImage,
  type LocalImageArgs,
  type PrivateNetworkArgs,
} from "./local";
export type { RegistryArgs, SecretFileArgs } from "./secrets/args";
export { RegistryLogin } from "./secrets/registry-login";
export {
  Availability,
  DockerSwarm,
  type DockerSwarmArgs,
  Role,
  swarmDocker,
  type SwarmDockerArgs,
  type SwarmHost,
  type SwarmLimitsArgs,
  type SwarmNode,
  swarmNode,
  type SwarmNodeArgs,
  type SwarmNodeOptions,
  type SwarmReport,
} from "./swarm";
export type { DockerTemplateArgs } from "./template-args";
