// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/gcp`: apart from the rest, so that nobody else loads the Google Cloud SDK.
export { GcpDockerHost } from "./docker-host";
export { GcpDockerImage } from "./docker-image";
export { GcpDockerTemplate } from "./docker-template";
export { GcpSwarmNetwork } from "./swarm-network";
export type { GcpSwarmNetworkArgs } from "./swarm-network-args";
export type { GcpDockerTemplateArgs } from "./template-args";
export type { GcpDockerImageArgs } from "./image-args";
export type { GcpDataDiskArgs, GcpDockerHostArgs, GcpServiceAccountArgs } from "./args";
export { GcpConnectVia, GcpHostKeyFrom, GcpPublicAddress } from "./choices";
