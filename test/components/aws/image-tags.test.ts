// SPDX-License-Identifier: Apache-2.0
import fc from "fast-check";

import { factsOf, tagsOf } from "../../../components/aws/image-tags";
import { tags as tagRule } from "../../../components/aws/tag-rules";
import type { ImageFacts } from "../../../components/bake/baked-image";
import { facts } from "./image-facts";

const asMap = tagRule.rule as unknown as (given: Record<string, string>, path: string) => Iterable<unknown>;
const refused = (facts_: ImageFacts) => [...asMap(tagsOf(facts_), "tags")];

test("what is in an image stands in tags that a person can read", () => {
  expect(tagsOf(facts)).toEqual({
    "docker-host-digest": facts.digest,
    "docker-host-base": "ami-0a",
    "docker-host-baked": "2026-11-26T22:15:45Z",
    "docker-host-engine": "29.1.0",
    "docker-host-packages": "docker-ce-3:29.1.0-1.el9.x86_64 containerd.io-2.1.0=7erc1-1.el9.x86_64",
  });
});

test("comes back whole, and AWS takes the tags, whatever the names of packages are and however many", () => {
  const text = fc.string({ minLength: 1, maxLength: 60, unit: "grapheme" });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 20 }), text, (packages, dockerVersion) => {
      const given = { ...facts, packages, dockerVersion };
      expect(factsOf(facts.name, tagsOf(given))).toEqual(given);
    }),
  );
  const many = Array.from({ length: 40 }, (_, i) => `package-${i}-1.2.3~rc^4-1.el9.x86_64`);
  expect(refused({ ...facts, packages: many })).toEqual([]);
  expect(Object.keys(tagsOf({ ...facts, packages: many })).length).toBeGreaterThan(8);
});

test("tags that are not all there are not those of an image of ours", () => {
  for (const tag of ["digest", "base", "baked", "engine"]) {
    const { [`docker-host-${tag}`]: gone, ...others } = tagsOf(facts);
    expect([gone === undefined, factsOf("docker-host-1", others)]).toEqual([false, undefined]);
  }
  expect(factsOf("docker-host-1", {})).toBeUndefined();
});

test("tags that somebody has changed hide their image, and no other", () => {
  expect(factsOf("docker-host-1", { ...tagsOf(facts), "docker-host-base": "a=b" })).toBeUndefined();
  expect(factsOf("docker-host-1", { ...tagsOf(facts), "docker-host-packages": "a=ff" })).toBeUndefined();
});
