// SPDX-License-Identifier: Apache-2.0
// What there is in every project: places, machine types.

export const regions: Record<string, string[]> = {
  "us-central1": ["a", "b", "c", "f"],
  "us-east1": ["b", "c", "d"],
  "us-west1": ["a", "b", "c"],
  "europe-west1": ["b", "c", "d"],
  "europe-west3": ["a", "b", "c"],
  "europe-west4": ["a", "b", "c"],
  "asia-east1": ["a", "b", "c"],
};

export const regionOf = (zone: string): string => zone.replace(/-[a-z]$/, "");
export const zonesOf = (region: string): string[] => (regions[region] ?? []).map((letter) => `${region}-${letter}`);
export const isZone = (zone: string): boolean => zonesOf(regionOf(zone)).includes(zone);

export type Architecture = "X86_64" | "ARM64";

const series = /^(e2|n1|n2|n2d|n4|c2|c2d|c3|c3d|c4|c4a|n4a|t2a|t2d|m1|m3)-(standard|highmem|highcpu)-[1-9]\d*$/;
/** Types with GPUs, bare metal, for HPC and with much storage. */
const special = [
  ...["a2-highgpu-1g", "a3-highgpu-8g", "a4-highgpu-8g", "a4x-highgpu-4g", "g2-standard-4", "g4-standard-48"],
  ...["c3-standard-192-metal", "h4d-standard-192", "z3-highmem-14-standardlssd", "z3-highmem-88-highlssd"],
];
const shared = /^(e2-(micro|small|medium)|f1-micro|g1-small)$/;
const custom = /^(?:(e2|n1|n2|n2d|n4)-)?custom-(\d+)-(\d+)(-ext)?$/;

/** `undefined` where there is no such machine type. */
export function architectureOf(machineType: string): Architecture | undefined {
  const isForm = [series, shared, custom].some((form) => form.test(machineType));
  if (!isForm && !special.includes(machineType)) return undefined;
  return /^(c4a|n4a|t2a|a4x)-/.test(machineType) ? "ARM64" : "X86_64";
}

/** Google's name for it: `n2-custom-8-32768` has the shape of `n2-standard-8`, and is called so from then on. */
export function answeredType(machineType: string): string {
  const [, family = "n1", cpus, memory, extended] = custom.exec(machineType) ?? [];
  const perCpu = Number(memory) / Number(cpus);
  const kinds: Record<number, string> =
    family === "n1" ? { 3840: "standard", 6656: "highmem" } : { 4096: "standard", 8192: "highmem", 1024: "highcpu" };
  const kind = extended === undefined ? kinds[perCpu] : undefined;
  return kind === undefined ? machineType : `${family}-${kind}-${cpus}`;
}

export const diskTypes = ["pd-standard", "pd-balanced", "pd-ssd", "pd-extreme", "hyperdisk-balanced"];
