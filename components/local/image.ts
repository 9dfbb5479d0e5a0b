// SPDX-License-Identifier: Apache-2.0
/** One of Rocky's own images, by digest: https://dl.rockylinux.org/pub/rocky/9/images/ */
export interface RockyImage {
  file: string;
  bytes: number;
  sha256: string;
}

/**
 * Rocky keeps only the current point release under `pub/rocky/9`; older ones move to `vault/rocky/<release>`, so both
 * are tried, and never an unverified "latest".
 */
export const rockyImages: Record<string, RockyImage> = {
  x64: {
    file: "Rocky-9-GenericCloud-Base-9.8-20260525.0.x86_64.qcow2",
    bytes: 645988352,
    sha256: "92c206cc6f790c61583247eefe87890f8828420662c17cacf247cec78ab4eec8",
  },
  arm64: {
    file: "Rocky-9-GenericCloud-Base-9.8-20260525.0.aarch64.qcow2",
    bytes: 519831552,
    sha256: "24692a444f1f0b8bb95375c38c8b43f8099a115347623691be2c330b40c8a1fe",
  },
};

/** Where a pinned image may lie, in the order to try. */
export function rockyAddresses({ file }: { file: string }): string[] {
  const [, release, arch] = /Base-(\d+\.\d+)-.*\.(\w+)\.qcow2$/.exec(file) ?? [];
  const site = "https://dl.rockylinux.org";
  return [`${site}/pub/rocky/9/images/${arch}/${file}`, `${site}/vault/rocky/${release}/images/${arch}/${file}`];
}
