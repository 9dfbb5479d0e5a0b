// SPDX-License-Identifier: Apache-2.0

/** The network that Google makes in each project, of which rules of Google's let everybody reach SSH. By name or by link. */
export function isDefaultNetwork(network: unknown): boolean {
  return typeof network === "string" && /^(.*\/)?default$/.test(network);
}

/** The priority of Google's own rules there. Where a rule counts more, its number is smaller. */
export const priorityOfGoogle = 65_534;

/** Counts more than what Google lets in, and less than all that people make. */
export const lowest = priorityOfGoogle - 1;
