// SPDX-License-Identifier: Apache-2.0
// What is so on each machine of ours, whatever its caller says; `policies/` demands the same of machines of others.

/** Without a token that only the machine itself can ask for, any request that a program is talked into reads the user data. */
export const metadataService = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  instanceMetadataTags: "disabled",
} as const;

/** All that a disk holds, its snapshots included. */
export const safeDisk = { encrypted: true } as const;

/** User data counts at the first boot alone, so that other user data is for another machine. */
export const replacedByUserData = { userDataReplaceOnChange: true } as const;
