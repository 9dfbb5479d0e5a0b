// SPDX-License-Identifier: Apache-2.0

/** Throws what to install where a package is missing that only the users of one entry point need. */
export function requirePeer(entry: string, peer: string, range: string): void {
  try {
    require.resolve(peer);
  } catch (cause) {
    throw new Error(`${entry} needs ${peer}, which is not installed; run "npm install ${peer}@${range}"`, { cause });
  }
}
