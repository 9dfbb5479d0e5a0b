// SPDX-License-Identifier: Apache-2.0
import {
  architecture,
  defaultDiskType,
  imageFamily,
  smallMemory,
  staysOnItsHost,
} from "../../../components/gcp/machine-type";
import { architectureOf } from "../../lab/gce/catalog";
import { checkMaintenance } from "../../lab/gce/maintenance";

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

test("the image of Google's own is that for the type's processor", () => {
  expect(imageFamily("e2-medium")).toBe("rocky-linux-9-optimized-gcp");
  expect(imageFamily("c4a-standard-1")).toBe("rocky-linux-9-optimized-gcp-arm64");
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

test.each([
  ...["a2-highgpu-1g", "a3-highgpu-8g", "a4-highgpu-8g", "a4x-highgpu-4g", "g2-standard-4", "g4-standard-48"],
  ...["c3-standard-192-metal", "h4d-standard-192", "z3-highmem-88-highlssd", "z3-highmem-14-standardlssd"],
  ...["e2-medium", "n2-standard-2", "c3-standard-4", "m3-highmem-8"],
])("%s is taken by Google with what becomes of it at maintenance", (machineType) => {
  expect(architectureOf(machineType)).toBeDefined();
  const scheduling = staysOnItsHost(machineType) ? { onHostMaintenance: "TERMINATE" } : undefined;
  expect(() => checkMaintenance(machineType, scheduling)).not.toThrow();
});

test.each([
  ["z3-highmem-176", true],
  ["z3-highmem-192-highlssd-metal", true],
  ["x4-megamem-960-metal", true],
  ["ct6e-standard-4t", true],
  ["ct5lp-hightpu-4t", true],
  ["tpu7x-standard-4t", true],
  ["tpu7-standard-4t", true],
  ["ma2-standard-1", false],
  ["g2x-standard-1", false],
  ["z3-highmem-88-standardlssd", false],
  ["h3-standard-88", false],
  ["c3-standard-8-lssd", false],
  ["custom-2-4096", false],
])("%s stays on its host: %s", (machineType, stays) => {
  expect(staysOnItsHost(machineType)).toBe(stays);
});
