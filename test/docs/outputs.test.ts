// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { members, rows } from "./arguments";

interface Described {
  description?: string;
}

const shared = members("components/docker-host-outputs.ts", "DockerHostOutputs");
const schema = JSON.parse(readFileSync(join(__dirname, "..", "..", "schema.json"), "utf8")) as {
  resources: Record<string, { properties: Record<string, Described> }>;
};
const components = Object.entries(schema.resources).map(
  ([token, { properties }]) => [token.replace(/.*:/, ""), properties] as const,
);
const hosts = components.filter(([name]) => name.endsWith("DockerHost"));
const images = components.filter(([name]) => name.endsWith("DockerImage"));
const ofImages = ["image", ...members("components/bake/image-args.ts", "DockerImageOutputs")];
const templates = components.filter(([name]) => name.endsWith("DockerTemplate"));

test("the page lists what every host gives, in the order of its declaration", () => {
  expect(rows("docs/outputs.md", 0).map(([name]) => name)).toEqual(shared.map((name) => `\`${name}\``));
  for (const [, properties] of hosts) expect(Object.keys(properties)).toEqual(expect.arrayContaining(shared));
});

test("and what some give beside that, and nothing else", () => {
  const listed = rows("docs/outputs.md", 1).map(([output, of]) => `${of} ${output}`);
  const others = components.filter((component) => !images.includes(component) && !templates.includes(component));
  const own = others.flatMap(([name, properties]) =>
    Object.keys(properties)
      .filter((output) => name === "HostHealth" || !shared.includes(output))
      .map((output) => `\`${name}\` \`${output}\``),
  );
  expect(listed.sort()).toEqual(own.sort());
});

test("and what every image gives, and nothing else", () => {
  expect(rows("docs/outputs.md", 2).map(([name]) => name)).toEqual(ofImages.map((name) => `\`${name}\``));
  for (const [, properties] of images) expect(Object.keys(properties).sort()).toEqual([...ofImages].sort());
});

test("what a template gives", () => {
  expect(templates.length).toBeGreaterThan(0);
  const given = templates.flatMap(([name, properties]) =>
    Object.keys(properties).map((one) => `\`${name}\` \`${one}\``),
  );
  const listed = rows("docs/outputs.md", 3).map(([output, of]) => `${of} ${output}`);
  expect(listed.sort()).toEqual(given.sort());
});

test("each output says what it is where one hovers over it, in every language", () => {
  for (const [name, properties] of components)
    for (const [output, { description }] of Object.entries(properties))
      expect([name, output, description]).toEqual([name, output, expect.stringMatching(/\S \S/)]);
});
