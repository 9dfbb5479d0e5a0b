// SPDX-License-Identifier: Apache-2.0

export interface InstanceType {
  architecture: "x86_64" | "arm64";
  cpus: number;
  memoryMiB: number;
}

const sizes: Record<string, [cpus: number, memoryGiB: number]> = {
  nano: [2, 0.5],
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
  large: [2, 8],
  xlarge: [4, 16],
  "2xlarge": [8, 32],
};

const general = ["large", "xlarge", "2xlarge"];
const families: Record<string, { architecture: InstanceType["architecture"]; sizes: string[] }> = {
  t3: { architecture: "x86_64", sizes: Object.keys(sizes) },
  t3a: { architecture: "x86_64", sizes: Object.keys(sizes) },
  t4g: { architecture: "arm64", sizes: Object.keys(sizes) },
  m5: { architecture: "x86_64", sizes: general },
  m6i: { architecture: "x86_64", sizes: general },
  m7i: { architecture: "x86_64", sizes: general },
  m6g: { architecture: "arm64", sizes: ["medium", ...general] },
  m7g: { architecture: "arm64", sizes: ["medium", ...general] },
};

/** A few of EC2's types; `undefined` is what EC2 would call unknown. */
export function findInstanceType(name: string): InstanceType | undefined {
  const [family = "", size = ""] = name.split(".");
  const known = families[family];
  const [cpus, memoryGiB] = sizes[size] ?? [];
  if (!known?.sizes.includes(size) || cpus === undefined || memoryGiB === undefined) return undefined;
  return { architecture: known.architecture, cpus, memoryMiB: memoryGiB * 1024 };
}

export const isBurstable = (name: string): boolean => /^t\d/.test(name);
