// SPDX-License-Identifier: Apache-2.0
import { imageName } from "../../../components/gcp/image";
import { imageFamily } from "../../../components/gcp/machine-type";

test.each([
  ["e2-medium", ""],
  ["t2a-standard-1", "-arm64"],
])("the newest image for %s is of a family for its processor", (machineType, arch) => {
  expect(imageFamily(machineType)).toBe(`rocky-linux-9-optimized-gcp${arch}`);
});

test("an image's name is the end of its self link", () => {
  expect(imageName("https://example/projects/p/global/images/rocky-v1")).toBe("rocky-v1");
  expect(imageName("rocky-v1")).toBe("rocky-v1");
  expect(imageName(undefined)).toBe("");
});
