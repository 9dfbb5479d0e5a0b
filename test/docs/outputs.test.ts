// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

import { root } from "../../tools/shared/places";
import { members, rows } from "./arguments";

interface Described {
  description?: string;
}

const shared = members("components/docker-host-outputs.ts", "DockerHostOutputs");
const components = classes();
const hosts = components.filter(([name]) => name.endsWith("DockerHost"));
const images = components.filter(([name]) => name.endsWith("DockerImage"));
const ofImages = ["image", ...members("components/bake/image-args.ts", "DockerImageOutputs")];
const templates = components.filter(([name]) => name.endsWith("DockerTemplate"));

test("the page lists what every host gives, in the order of its declaration", () => {
  expect(rows("docs/outputs.md", 0).map(([name]) => name)).toEqual(shared.map((name) => `\`${name}\``));
  for (const [, outputs] of hosts) expect(outputs).toEqual(expect.arrayContaining(shared));
});

test("and what some give beside that, and nothing else", () => {
  const listed = rows("docs/outputs.md", 1).map(([output, of]) => `${of} ${output}`);
  const others = components.filter((component) => !images.includes(component) && !templates.includes(component));
  const own = others.flatMap(([name, outputs]) =>
    outputs
      .filter((output) => name === "HostHealth" || !shared.includes(output))
      .map((output) => `\`${name}\` \`${output}\``),
  );
  expect(listed.sort()).toEqual(own.sort());
});

test("and what every image gives, and nothing else", () => {
  expect(rows("docs/outputs.md", 2).map(([name]) => name)).toEqual(ofImages.map((name) => `\`${name}\``));
  for (const [, outputs] of images) expect([...outputs].sort()).toEqual([...ofImages].sort());
});

test("what a template gives", () => {
  expect(templates.length).toBeGreaterThan(0);
  const given = templates.flatMap(([name, outputs]) => outputs.map((one) => `\`${name}\` \`${one}\``));
  const listed = rows("docs/outputs.md", 3).map(([output, of]) => `${of} ${output}`);
  expect(listed.sort()).toEqual(given.sort());
});

test("each output says what it is where one hovers over it, in every language", () => {
  for (const folder of ["local", "aws", "gcp"]) {
    const { resources } = JSON.parse(readFileSync(join(root, "plugins", folder, "schema.json"), "utf8")) as {
      resources: Record<string, { properties: Record<string, Described> }>;
    };
    for (const [name, { properties }] of Object.entries(resources))
      for (const [output, { description }] of Object.entries(properties))
        expect([name, output, description]).toEqual([name, output, expect.stringMatching(/\S \S/)]);
  }
});

/** The components by name, each with the fields that it declares. */
function classes(): [name: string, outputs: string[]][] {
  const files = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const text = readFileSync(join(root, "components", file), "utf8");
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      const components = statements
        .filter(ts.isClassDeclaration)
        .filter(({ heritageClauses = [] }) =>
          heritageClauses.some((one) => one.getText().includes("ComponentResource")),
        );
      return components.map(({ name, members: all }): [string, string[]] => [
        name?.text ?? "",
        all.filter(ts.isPropertyDeclaration).map((one) => one.name.getText()),
      ]);
    });
}
