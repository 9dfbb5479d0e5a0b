// SPDX-License-Identifier: Apache-2.0
/** The login of Rocky's images. */
export const login = "rocky";

/** What is in force where nothing is said. */
export const localDefaults = {
  sshPort: 2222,
  memoryMiB: 2048,
  cpus: 2,
  diskGiB: 20,
  accelerator: "kvm:hvf:tcg",
} as const;

/** The same for images: what Rocky's own has, which is the least that a host can have. */
export const localImageDefaults = { ...localDefaults, diskGiB: 10 } as const;
