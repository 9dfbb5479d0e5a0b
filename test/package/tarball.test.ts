// SPDX-License-Identifier: Apache-2.0
// What `npm pack` makes is what is meant, and what its package.json promises is there.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";

import * as ts from "typescript";

import { root } from "../../tools/shared/places";
import { rows } from "../docs/arguments";
import { links } from "../docs/markdown";
import { filesOf, node, pack, type Packed } from "./packed";

interface Manifest {
  scripts: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
  typesVersions: { "*": Record<string, string[]> };
  types: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === "string" ? [] : [{ name, ...target }],
);

let packed: Packed;
const read = (file: string) => readFileSync(join(packed.content, file), "utf8");

beforeAll(() => {
  packed = pack();
}, 240_000);

test("`npm pack` builds first, also in a fresh clone", () => {
  expect(manifest.scripts).toMatchObject({
    build: "exec node tools/run.mjs build",
    prepack: "exec node tools/run.mjs build",
  });
});

test("holds the library with its types, the scripts that it reads, and nothing else", () => {
  const folders = ["cloud-init", "components", "policies", "tools/cli"];
  const wanted = folders.flatMap((folder) =>
    filesOf(join(root, folder)).flatMap((file) => {
      const built = `dist/${folder}/${file}`;
      if (file.endsWith(".ts")) return [built.replace(/ts$/, "d.ts"), built.replace(/ts$/, "js")];
      return /\.(sh|py|mjs)$/.test(file) ? [built] : [];
    }),
  );
  expect(wanted).toEqual(
    expect.arrayContaining([
      "dist/cloud-init/guest/install.sh",
      "dist/components/gcp/guest/bootstrap.sh",
      "dist/components/health/guest/network.py",
      "dist/components/local/serve-directory.mjs",
    ]),
  );
  const code = packed.files.filter((file) => file.startsWith("dist/"));
  expect(code).toEqual(wanted.sort());
});

test("beside the library, holds the pages and what they link to, and nothing else; no link is dead", () => {
  const others = packed.files.filter((file) => !file.startsWith("dist/"));
  const pages = others.filter((file) => file.endsWith(".md"));
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/aws.md", "examples/platform/README.md"]));
  const linked = new Set(pages.flatMap((page) => links(read(page)).map((target) => posix.join(page, "..", target))));
  const leadsTo = (target: string, file: string) => file === target || file.startsWith(`${target}/`);
  expect([...linked].filter((target) => !others.some((file) => leadsTo(target, file)))).toEqual([]);
  const unlinked = others.filter((file) => ![...linked].some((target) => leadsTo(target, file)));
  const pack = ["policies/PulumiPolicy.yaml", "policies/pack.js", "policies/package.json"];
  expect(unlinked).toEqual(["LICENSE", "README.md", "package.json", ...pack, "tools/cli/bin.js"]);
});

test("is small, and names no folder of the machine it was made on", () => {
  expect(statSync(packed.tarball).size).toBeLessThan(640_000);
  expect(
    packed.files.filter((file) => read(file).includes(root) || read(file).includes(join(tmpdir(), "packed-"))),
  ).toEqual([]);
});

test("every entry point that package.json names is there, once for Node and once for older resolvers of types", () => {
  for (const { types, default: code } of entries) {
    expect(packed.files).toContain(types.slice("./".length));
    expect(packed.files).toContain(code.slice("./".length));
  }
  const byName = Object.fromEntries(entries.map(({ name, types }) => [name.slice("./".length), [types]]));
  expect({ ...manifest.typesVersions["*"], "": [manifest.types] }).toEqual(byName);
});

test("imports, types included, what package.json depends on, and an SDK that few need in its own folder only", () => {
  const imported = packed.files
    .filter((file) => /^dist\/.*\.(js|mjs|ts)$/.test(file))
    .flatMap((file) => ts.preProcessFile(read(file), true, true).importedFiles.map(({ fileName }) => [file, fileName]))
    .filter(([, name = ""]) => !name.startsWith(".") && !name.startsWith("node:") && !builtinModules.includes(name))
    .map(([file = "", name = ""]) => [file, /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name]);
  const used = new Set(imported.map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort());
  expect(read("policies/pack.js")).toContain(`"@pulumi/policy", "${manifest.peerDependencies["@pulumi/policy"]}"`);
  const sdks = { aws: "aws", gcp: "gcp", "docker-provider": "docker" };
  for (const [folder, cloud] of Object.entries(sdks)) {
    expect(manifest.peerDependenciesMeta[`@pulumi/${cloud}`]).toEqual({ optional: true });
    const from = imported.filter(([, name]) => name === `@pulumi/${cloud}`).map(([file = ""]) => file);
    expect(from.filter((file) => !file.startsWith(`dist/components/${folder}/`))).toEqual([]);
    // What is said where it is missing.
    expect(read(`dist/components/${folder}/sdk.js`)).toContain(
      `"@pulumi/${cloud}", "${manifest.peerDependencies[`@pulumi/${cloud}`]}"`,
    );
  }
});

test("publint has nothing to say", () => {
  const cli = join(root, "node_modules", "publint", "src", "cli.js");
  const args = [cli, "run", packed.content, "--pack", "false", "--strict", "--level", "suggestion"];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  const said = `${stdout}${stderr}`;
  expect(said).toMatch(/Linting\.\.\.\nAll good!\n*$/);
});

test("types and code of every entry point are found by every resolver: Node's, a bundler's, and the one before them", () => {
  const { problems, resolved } = JSON.parse(node([join(__dirname, "attw.mjs"), packed.tarball], root)) as {
    problems: { kind: string; entrypoint?: string }[];
    resolved: string[];
  };
  expect(resolved.length).toBe((entries.length + 1) * 4);
  expect(problems).toEqual([]);
});

test("docs/packages.md has the entry points, and the peers with their ranges", () => {
  expect(rows("docs/packages.md", 0).map(([name]) => name)).toEqual(
    entries.map(({ name }) => `\`pulumi-docker-host${name.slice(1)}\``),
  );
  const peers = rows("docs/packages.md", 1).map(([name = "", range = ""]) =>
    [name, range].map((cell) => cell.slice(1, -1)),
  );
  expect(Object.fromEntries(peers)).toEqual(manifest.peerDependencies);
});
