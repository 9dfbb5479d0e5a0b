// SPDX-License-Identifier: Apache-2.0

const taken = new Map<string, number>();

/** Resources under different parents may have one name, and hooks may not. */
export function hookName(wanted: string): string {
  const count = (taken.get(wanted) ?? 0) + 1;
  taken.set(wanted, count);
  return count === 1 ? wanted : `${wanted}-${count}`;
}
