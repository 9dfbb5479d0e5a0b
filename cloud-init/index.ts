// SPDX-License-Identifier: Apache-2.0
// `pulumi-docker-host/cloud-init`: user data for whoever creates the machine in another way. Pure: a spec in, text out.
//
//   read(input)                        a spec as somebody wrote it: completed, and what is wrong with it
//   render(spec), userData(spec, ...)  the text, and the text as a platform takes it
//   preview(input)                     all that can be said without creating anything

// What a person writes, and what it is when it is complete.
export { complete, type HostSpecInput, read } from "./read";
export { defaults } from "./defaults";
export { KeyType } from "./key-type";
export { OnBootFailure } from "./on-boot-failure";
export { DockerChannel, LogDriver, UlimitName } from "./docker-choices";
export type { AddressPoolSpec, DockerSpec, UlimitSpec } from "./docker-spec";
export type { CloudConfig, CloudConfigValue, FileSpec, HostSpec, KeyPair, Problem, UserSpec } from "./spec";

// What is wrong with it.
export { describe, errors, validate, warnings } from "./validate";

// What the machine is told.
export { daemonJson } from "./daemon";
export { type PlatformName, platforms, type UserData, userData } from "./user-data";
export { type PlatformSize, type Preview, preview } from "./preview";
export { cloudConfig, render } from "./render";
export { engineVersion } from "./version";
