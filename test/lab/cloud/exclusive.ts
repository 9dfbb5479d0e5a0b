// SPDX-License-Identifier: Apache-2.0

const last = new Map<string, Promise<unknown>>();

/** One after the other where the name is the same: the engine asks for many things of one machine at once. */
export function exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(name) ?? Promise.resolve();
  const now = before.then(work, work);
  last.set(name, now);
  return now;
}
