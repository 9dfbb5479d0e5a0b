// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/local`: a host in QEMU on this computer.
export { LocalDockerHost, type LocalDockerHostArgs } from "./docker-host";
export type { LocalImageArgs } from "./image";
