// SPDX-License-Identifier: Apache-2.0
// What follows from the name of an instance type.

/** Graviton families have a `g` after their generation: t4g, m7gd, c7gn, im4gn, is4gen. The first was a1. */
export function architecture(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/** Memory in MiB of the types that are too small for Docker to be installed without swap. */
export function smallMemory(instanceType: string): number | undefined {
  const [, size = ""] = /^t\d[a-z]*\.(\w+)$/.exec(instanceType) ?? [];
  return { nano: 512, micro: 1024 }[size];
}
