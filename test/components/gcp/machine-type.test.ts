// SPDX-License-Identifier: Apache-2.0
import { architecture, defaultDiskType, smallMemory } from "../../../components/gcp/machine-type";

test.each([
  ["e2-medium", "x86_64", "pd-balanced"],
  ["n2d-standard-4", "x86_64", "pd-balanced"],
  ["n4-standard-2", "x86_64", "hyperdisk-balanced"],
  ["c4-standard-2", "x86_64", "hyperdisk-balanced"],
  ["a2-highgpu-1g", "x86_64", "pd-balanced"],
  ["t2a-standard-1", "arm64", "pd-balanced"],
  ["c4a-standard-1", "arm64", "hyperdisk-balanced"],
  ["n4a-standard-1", "arm64", "hyperdisk-balanced"],
  ["a4x-highgpu-4g", "arm64", "hyperdisk-balanced"],
])("%s is %s and boots from %s", (machineType, arch, disk) => {
  expect([architecture(machineType), defaultDiskType(machineType)]).toEqual([arch, disk]);
});

test.each([
  ["e2-micro", 1024],
  ["f1-micro", 614],
  ["e2-small", undefined],
  ["e2-custom-2-1024", 1024],
  ["n2-custom-16-2047", 2047],
  ["n2-custom-16-2048", undefined],
  ["custom-2-4096", undefined],
  ["n2-standard-2", undefined],
])("the memory of %s that is too little: %s", (machineType, memory) => {
  expect(smallMemory(machineType)).toBe(memory);
});
