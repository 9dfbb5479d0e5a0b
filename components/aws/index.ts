// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/aws`: apart from the rest, so that nobody else loads the AWS SDK.
export { AwsDockerHost } from "./docker-host";
export { AwsDockerImage } from "./docker-image";
export { AwsDockerTemplate } from "./docker-template";
export { AwsSwarmNetwork } from "./swarm-network";
export type { AwsDockerHostArgs, DataVolumeArgs, FirewallRuleArgs } from "./args";
export type { AwsDockerImageArgs } from "./image-args";
export type { AwsSwarmNetworkArgs } from "./swarm-network-args";
export type { AwsDockerTemplateArgs } from "./template-args";
export { AwsConnectBy, AwsConnectVia, AwsPublicAddress, DataVolumeType, FirewallProtocol } from "./choices";
