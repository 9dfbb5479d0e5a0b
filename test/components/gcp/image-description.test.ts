// SPDX-License-Identifier: Apache-2.0
import type { ImageFacts } from "../../../components/bake/baked-image";
import { describeImage, digestValue, readDescription } from "../../../components/gcp/image-description";

const facts: ImageFacts = {
  name: "docker-host-0123456789ab-20261126-224607",
  base: "rocky-linux-9-optimized-gcp-v20261101",
  digest: "0123456789abcdef".repeat(4),
  baked: "2026-11-26T22:46:07Z",
  dockerVersion: "29.1.0",
  packages: ["docker-ce-29.1.0-1.el9.x86_64", "containerd.io-2.2.0-1.el9.x86_64"],
};
const withPackages = (count: number): ImageFacts => ({
  ...facts,
  packages: Array.from(
    { length: count },
    (_, i) => `package-${i}-${(i * 7919) % 100}.${(i * 104729) % 1000}-1.el9.x86_64`,
  ),
});

test.each([2, 40, 90])("what is in an image with %i packages comes back whole, in what Google takes", (count) => {
  const text = describeImage(withPackages(count));
  expect(text.length).toBeLessThanOrEqual(2048);
  expect(readDescription(text)).toEqual(withPackages(count));
});

test("a person can read it, where it is not too long", () => {
  expect(JSON.parse(describeImage(facts))).toEqual(facts);
});

test("more than Google takes is refused", () => {
  expect(() => describeImage(withPackages(1000))).toThrow(
    "what is in the image docker-host-0123456789ab-20261126-224607 is more than Google takes for its description: 1000 packages were asked for; name fewer in docker.packages, and install the others in commands",
  );
});

test.each([
  "",
  "Rocky Linux 9",
  "{}",
  "[]",
  "null",
  JSON.stringify({ ...facts, digest: undefined }),
  JSON.stringify({ ...facts, packages: "docker-ce" }),
  "deflate:",
  "deflate:AAAA",
])("somebody else's description says nothing: %j", (text) => {
  expect(readDescription(text)).toBeUndefined();
});

test("the label has as much of the digest as Google takes for one", () => {
  expect(digestValue(facts.digest)).toBe(facts.digest.slice(0, 63));
});
