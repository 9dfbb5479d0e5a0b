// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/docker-provider`: apart from the rest, so that nobody else needs `@pulumi/docker`.
export { dockerProvider, type DockerProviderOptions, type OnDockerHost, type ReachableHost } from "./docker-provider";
