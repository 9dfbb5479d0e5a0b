// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { imageFamily, imageName } from "../../../components/gcp/image";
import { expiryLabel, labelValue } from "../../../components/gcp/labels";
import { architecture, defaultDiskType, smallMemory } from "../../../components/gcp/machine-type";
import { hostTag } from "../../../components/gcp/network";

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
  expect(imageFamily(machineType)).toBe(`rocky-linux-9-optimized-gcp${arch === "arm64" ? "-arm64" : ""}`);
});

test.each([
  ["e2-micro", 1024],
  ["f1-micro", 614],
  ["e2-small", undefined],
  ["e2-custom-2-1024", 1024],
  ["custom-2-4096", undefined],
  ["n2-standard-2", undefined],
])("the memory of %s that is too little: %s", (machineType, memory) => {
  expect(smallMemory(machineType)).toBe(memory);
});

test("an image's name is the end of its self link", () => {
  expect(imageName("https://example/projects/p/global/images/rocky-v1")).toBe("rocky-v1");
  expect(imageName("rocky-v1")).toBe("rocky-v1");
  expect(imageName(undefined)).toBe("");
});

test("a moment fits a label, and sorts as it did", () => {
  expect(expiryLabel("2026-11-24T17:36:22Z")).toBe("20261124t173622z");
  expect(expiryLabel("2026-11-24T17:36:22.123Z")).toBe("20261124t173622z");
});

test("any text becomes a label's value", () => {
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (text) => /^[a-z0-9_-]{0,63}$/.test(labelValue(text))));
});

test("any host has a network tag that Google takes, and no other host has the same", () => {
  const name = fc.string({ maxLength: 80 });
  fc.assert(fc.property(name, (text) => /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(hostTag("project", "stack", text))));
  const tags = [hostTag("a", "b", "web"), hostTag("a", "c", "web"), hostTag("b", "b", "web"), hostTag("a", "b", "db")];
  expect(new Set(tags).size).toBe(4);
});
