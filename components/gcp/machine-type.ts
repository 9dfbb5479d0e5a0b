// SPDX-License-Identifier: Apache-2.0
// What follows from the name of a machine type: https://cloud.google.com/compute/docs/machine-resource

/** Series with Arm processors. */
const arm = ["t2a", "c4a", "n4a", "a4x"];
/** Series that take no Persistent Disk. */
const hyperdiskOnly = ["c4", "c4a", "c4d", "n4", "n4a", "n4d", "h4d", "m4", "x4", "a4", "a4x"];
/**
 * What Google cannot move to another host while it runs: https://cloud.google.com/compute/docs/instances/live-migration-process
 * GPUs and TPUs, H4D, bare metal, and Z3 with more than 18 TiB of Titanium SSD.
 */
const staying = {
  series: /^(a2|a3|a4|a4x|g2|g4|h4d|ct\d\w*|tpu\d\w*)$/,
  types: ["z3-highmem-88", "z3-highmem-88-highlssd", "z3-highmem-176", "z3-highmem-176-standardlssd"],
};
/** The types that are too small for Docker to be installed with ease. */
const smallMemoryMiB: Record<string, number> = { "f1-micro": 614, "e2-micro": 1024, "g1-small": 1740 };

function series(machineType: string): string {
  return machineType.split("-")[0] ?? "";
}

export function architecture(machineType: string): "arm64" | "x86_64" {
  return arm.includes(series(machineType)) ? "arm64" : "x86_64";
}

/** The family of Google's own image that fits a machine type. */
export function imageFamily(machineType: string): string {
  return `rocky-linux-9-optimized-gcp${architecture(machineType) === "arm64" ? "-arm64" : ""}`;
}

export function defaultDiskType(machineType: string): string {
  return hyperdiskOnly.includes(series(machineType)) ? "hyperdisk-balanced" : "pd-balanced";
}

/** Whether Google ends a machine of the type when its host is maintained: it takes no other policy for it. */
export function staysOnItsHost(machineType: string): boolean {
  const { series: all, types } = staying;
  return all.test(series(machineType)) || machineType.endsWith("-metal") || types.includes(machineType);
}

export function smallMemory(machineType: string): number | undefined {
  const [, custom] = /custom-\d+-(\d+)/.exec(machineType) ?? [];
  const known = custom === undefined ? smallMemoryMiB[machineType] : Number(custom);
  return known !== undefined && known < 2048 ? known : undefined;
}
