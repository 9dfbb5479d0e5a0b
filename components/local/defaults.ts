// SPDX-License-Identifier: Apache-2.0
/** What is in force where nothing is said. */
export const localDefaults = {
  sshPort: 2222,
  memoryMiB: 2048,
  cpus: 2,
  diskGiB: 20,
  accelerator: "kvm:hvf:tcg",
} as const;
