// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/local`: a host in QEMU on this computer.
export type { LocalDockerHostArgs, LocalImageArgs, PrivateNetworkArgs } from "./args";
export { LocalDockerHost } from "./docker-host";
export { LocalDockerImage } from "./docker-image";
export type { LocalDockerImageArgs, LocalImage } from "./image-args";
