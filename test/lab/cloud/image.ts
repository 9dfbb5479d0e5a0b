// SPDX-License-Identifier: Apache-2.0

/** What every machine of the laboratory's clouds boots, whatever image the program has asked for. */
export interface LabImage {
  disk: string;
  kernel?: string;
  initrd?: string;
  kernelArgs?: string;
  /** As QEMU's -accel takes it; several are tried one after the other: `kvm:tcg`. */
  accelerator?: string;
  /** Served to the guest at http://169.254.169.100/. */
  repositoryDirectory?: string;
}

/** The image's own size: a root disk cannot be smaller. */
export const imageGiB = 10;

export function labImage(): LabImage {
  const text = process.env.PULUMI_LAB_IMAGE;
  if (!text)
    throw new Error(
      'PULUMI_LAB_IMAGE must say what the laboratory\'s machines boot, as JSON: {"disk": ..., "kernel": ..., "initrd": ..., "kernelArgs": ..., "accelerator": ..., "repositoryDirectory": ...}',
    );
  const image = JSON.parse(text) as LabImage;
  if (typeof image.disk !== "string") throw new Error(`PULUMI_LAB_IMAGE has no disk: ${text}`);
  return image;
}
