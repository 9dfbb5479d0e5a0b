// SPDX-License-Identifier: Apache-2.0
/** What a machine of a template does on which Docker does not work after its first boot. */
export const OnBootFailure = {
  /** It powers itself off. */
  PowerOff: "powerOff",
  /** It runs on, as it is. */
  Keep: "keep",
} as const;
export type OnBootFailure = (typeof OnBootFailure)[keyof typeof OnBootFailure];
