// SPDX-License-Identifier: Apache-2.0
// Pulumi makes an enum for other languages of it: with plain names as keys.

/** What a change of who may use a machine does to one that runs. */
export const AccessChange = {
  /** It is made on the machine, which stays, and proved there. */
  InPlace: "inPlace",
  /** Another machine takes its place, and is told of it at its first boot. */
  Replace: "replace",
} as const;
export type AccessChange = (typeof AccessChange)[keyof typeof AccessChange];

export const accessDefaults: { accessChange: AccessChange } = { accessChange: AccessChange.InPlace };
