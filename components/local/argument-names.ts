// SPDX-License-Identifier: Apache-2.0
import { hostNames, type NamesOf } from "../argument-names";
import type { LocalDockerHostArgs, LocalImageArgs } from "./args";

export const names: NamesOf<LocalDockerHostArgs> = {
  ...hostNames,
  image: true,
  sshPort: true,
  memoryMiB: true,
  cpus: true,
  diskGiB: true,
  accelerator: true,
  directory: true,
  repositoryDirectory: true,
};

export const imageNames: NamesOf<LocalImageArgs> = {
  name: true,
  disk: true,
  kernel: true,
  initrd: true,
  kernelArgs: true,
};
