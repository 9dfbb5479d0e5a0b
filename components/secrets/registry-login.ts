// SPDX-License-Identifier: Apache-2.0
// Pulumi makes an enum for other languages of it: with plain names as keys.

/** Whose login a registry is asked with. */
export const RegistryLogin = {
  /** That of `username`, by its password. */
  Password: "password",
  /** That of the machine's own role in its cloud, which gives a new one whenever docker asks. */
  Cloud: "cloud",
} as const;
export type RegistryLogin = (typeof RegistryLogin)[keyof typeof RegistryLogin];
