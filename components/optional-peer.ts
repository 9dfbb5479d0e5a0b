// SPDX-License-Identifier: Apache-2.0

/** Demands a package that only the users of one entry point need. @throws Error that says what to install */
export function requirePeer(entry: string, peer: string, range: string): void {
  try {
    require.resolve(peer);
  } catch (cause) {
    throw new Error(`${entry} needs ${peer}, which is not installed; run "npm install ${peer}@${range}"`, { cause });
  }
}
