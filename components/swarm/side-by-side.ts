// SPDX-License-Identifier: Apache-2.0

/** Connections at a time: fewer than what sshd of a bastion, and a shell's limit of open files, take. */
const most = 10;

/** Does the same for each, at most ten at a time. Results stand in the order of what they are of. */
export async function sideBySide<T, R>(all: T[], work: (one: T) => Promise<R>, width = most): Promise<R[]> {
  const results: R[] = [];
  const left = all.entries();
  const worker = async () => {
    for (const [i, one] of left) results[i] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker));
  return results;
}
