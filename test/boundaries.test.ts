// SPDX-License-Identifier: Apache-2.0
// Who may import whom, and what every file has to be. Data goes one way: cloud-init, components, stacks.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, normalize, sep } from "node:path";

import * as ts from "typescript";

const root = join(__dirname, "..");
const { dependencies, peerDependencies, devDependencies } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
) as {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const files = filesOf(root);
const sources = files.filter((file) => /\.(ts|mjs|js)$/.test(file));
const shellScripts = files.filter(
  (file) => file.endsWith(".sh") || /^#!\/(usr\/bin\/env )?(bin\/)?(ba)?sh\n/.test(start(file)),
);
const edges = sources.flatMap((file) => imports(file).map((to) => ({ file, to })));

/** Files below a folder, as paths from the root; without what is installed, built or belongs to one computer. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\..*|node_modules|dist|coverage)$/.test(entry.name) ? [] : filesOf(path);
    return entry.isFile()
      ? [
          path
            .slice(root.length + 1)
            .split(sep)
            .join("/"),
        ]
      : [];
  });
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

function start(file: string): string {
  return read(file).slice(0, 100);
}

/** What a file imports, also for types only: own files as paths from the root, all others as they are written. */
function imports(file: string): string[] {
  const named = new Set<string>();
  const visit = (node: ts.Node): void => {
    const text = importedBy(node);
    if (text)
      named.add(
        text.startsWith(".")
          ? normalize(join(dirname(file), text))
              .split(sep)
              .join("/")
          : text,
      );
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true));
  return [...named];
}

/** `import … from`, `export … from`, `import x = require()`, `typeof import()`, `import()` and `require()`. */
function importedBy(node: ts.Node): string | undefined {
  const text = (literal: ts.Node | undefined) =>
    literal && ts.isStringLiteralLike(literal) ? literal.text : undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return text(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return text(node.expression);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return text(node.argument.literal);
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === "require");
  return loads ? text(node.arguments[0]) : undefined;
}

const packageOf = (to: string) => /^(@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to;
const isOwn = (to: string) => sources.some((source) => [to, `${to}.ts`, `${to}/index.ts`].includes(source));
const isBuiltin = (to: string) => to.startsWith("node:") || builtinModules.includes(to);
const written = ({ file, to }: { file: string; to: string }) => `${file} imports ${to}`;
/** Imports that a rule forbids, in words. */
const forbidden = (from: RegExp, to: (to: string) => boolean) =>
  edges.filter((edge) => from.test(edge.file) && to(edge.to)).map(written);

/**
 * `policies/pack.js` has no more of its own than the command's `bin.js`: in a clone it loads the sources, by
 * `components/from-sources.js`, which is not shipped.
 */
const library = /^(index\.ts$|cloud-init\/|components\/(?!from-sources\.js$)|plugins\/|policies\/(?!pack\.js$))/;
/** The command that the package brings: of tools/ this folder alone is shipped. */
const commandLine = /^tools\/cli\//;
/** What is one for all platforms: not the entry points. */
const shared = /^components\/(?!(index|platforms|problems)\.ts$)[^/]+$/;
const pure =
  /^(cloud-init\/|components\/gcp\/startup-script\.ts$|components\/loader\.ts$|components\/access\/order\.ts$|components\/secrets\/(order|registry-login|role-login)\.ts$|components\/health\/(causes\/.*|check-command|expectations|explain|failure|failure-screen|hints|log-lines|own-probes|probes|report|report-page|report-style|script|settlement|stages|timeline|waits|wrap)\.ts$)/;

test("the imports are found at all, of each kind", () => {
  expect(edges.map(written)).toEqual(
    expect.arrayContaining([
      "index.ts imports components",
      "components/index.ts imports components/health",
      "components/assembly.ts imports cloud-init",
      "components/assembly.ts imports @pulumi/pulumi",
      "components/platforms.ts imports components/local/docker-host",
      "components/local/serve-directory.mjs imports node:fs",
    ]),
  );
});

test("every import leads to a file of ours, a package or Node", () => {
  expect(forbidden(/./, (to) => /^\.|^[/\\]/.test(to))).toEqual([]);
  const ours = /^(cloud-init|components|plugins|stacks|test|tools)(\/|$)/;
  expect(forbidden(/./, (to) => ours.test(to) && !isOwn(to))).toEqual([]);
});

describe("data goes one way", () => {
  test.each<[string, RegExp, RegExp]>([
    [
      "cloud-init imports nothing of ours but itself",
      /^cloud-init\//,
      /^(components|plugins|policies|stacks|test|tools)(\/|$)/,
    ],
    ["components import cloud-init and themselves", /^components\//, /^(plugins|policies|stacks|test|tools)(\/|$)/],
    ["policies import the rules of the components", /^policies\//, /^(plugins|stacks|test|tools)(\/|$)/],
    ["plugins import what they serve and themselves", /^plugins\//, /^(policies|stacks|test|tools)(\/|$)/],
    ["the package is made of the library alone", /^index\.ts$/, /^(plugins|policies|stacks|test|tools)(\/|$)/],
    ["stacks do not import policies, tools or tests", /^stacks\//, /^(plugins|policies|test|tools)(\/|$)/],
    ["tools do not import tests", /^tools\//, /^test(\/|$)/],
    ["the shared assembly does not know its platforms", shared, /^components\/(aws|gcp|local)(\/|$)/],
    ["the health check does not know its platforms", /^components\/health\//, /^components\/(aws|gcp|local)(\/|$)/],
  ])("%s", (_rule, from, to) => {
    expect(forbidden(from, (name) => to.test(name))).toEqual([]);
  });

  test("no path leads from tools into test, which only who works on the project has", () => {
    const toTest = /["'`/]test["'`/]/;
    const withoutComments = (text: string) => text.replace(/^\s*(\/\/|#|\*|\/\*).*$/gm, "");
    const links = files.filter((file) => file.startsWith("tools/") && toTest.test(withoutComments(read(file))));
    expect(links.filter((file) => !file.endsWith(".md"))).toEqual([]);
  });

  test("no platform imports another, or another's SDK", () => {
    for (const platform of ["aws", "gcp", "local"]) {
      const others = ["aws", "gcp", "local"].filter((other) => other !== platform).join("|");
      const to = new RegExp(`^(components/|@pulumi/)(${others})(/|$)`);
      expect(forbidden(new RegExp(`^components/${platform}/`), (name) => to.test(name))).toEqual([]);
    }
  });

  test("who imports the package as a whole loads no cloud", () => {
    expect(
      forbidden(/^components\/(?!(platforms|problems)\.ts$)[^/]+$/, (to) => /^components\/(aws|gcp)(\/|$)/.test(to)),
    ).toEqual([]);
  });

  test("an SDK that few need is imported in its own folder and nowhere else in the library and the stacks", () => {
    for (const [folder, sdk] of Object.entries({ aws: "aws", gcp: "gcp", "docker-provider": "docker" })) {
      const elsewhere = new RegExp(`^(index|cloud-init|policies|stacks|components(?!/${folder}/))`);
      expect(forbidden(elsewhere, (to) => packageOf(to) === `@pulumi/${sdk}`)).toEqual([]);
    }
  });

  test("what is pure imports nothing of Pulumi, nor of what is not pure", () => {
    expect(forbidden(pure, (to) => to.startsWith("@pulumi/"))).toEqual([]);
    expect(forbidden(pure, (to) => isOwn(to) && ![to, `${to}.ts`, `${to}/index.ts`].some((f) => pure.test(f)))).toEqual(
      [],
    );
  });

  test("the command imports of ours only what is shipped with it, and packages that come with it", () => {
    const shipped = /^(cloud-init|components|tools\/cli)(\/|$)/;
    expect(forbidden(commandLine, (to) => isOwn(to) && !shipped.test(to))).toEqual([]);
    const foreign = (to: string) => !isOwn(to) && !isBuiltin(to) && !(packageOf(to) in dependencies);
    expect(forbidden(/^tools\/cli\/.*\.ts$/, foreign)).toEqual([]);
  });

  test("the library imports only packages that its users get, and the stacks also what `npm ci` installs here", () => {
    const missing = (available: object) => (to: string) =>
      !isOwn(to) && !isBuiltin(to) && !(packageOf(to) in available);
    expect(forbidden(library, missing({ ...dependencies, ...peerDependencies }))).toEqual([]);
    expect(forbidden(/^stacks\//, missing({ ...dependencies, ...peerDependencies, ...devDependencies }))).toEqual([]);
  });
});

describe("each test is of the project that its price asks for", () => {
  interface Project {
    displayName: string;
    testMatch: string[];
  }
  const { projects } = jest.requireActual<{ projects: Project[] }>("../jest.config.js");
  const testsOf = (project: string) =>
    (projects.find(({ displayName }) => displayName === project)?.testMatch ?? []).map((match) =>
      match.replace("<rootDir>/", ""),
    );

  /** The tests, without those that boot machines, that are one of these files or import one, also through others. */
  function testsThrough(first: string[]): string[] {
    const through = new Set(first);
    // A set goes on with what is added to it meanwhile.
    for (const one of through)
      for (const { file, to } of edges) if (`${to}.ts` === one && file.startsWith("test/")) through.add(file);
    return [...through].filter((file) => /^test\/(?!e2e\/|faults\/).*\.test\.ts$/.test(file)).sort();
  }

  test("`engine`: what starts the engine, builds the package or installs it, but for one of the engine", () => {
    const starting = files.filter(
      (file) =>
        /^test\/(?!e2e\/|faults\/).*\.ts$/.test(file) &&
        /ensurePulumi(?:Cli)?\(\(|"npm", \["install"|= \["pack", |\bnpm_config_|\bawait api\(/.test(read(file)),
    );
    const both = "test/tools/stand-ins/language-host.test.ts";
    expect(testsThrough(starting)).toEqual([...testsOf("engine"), both].sort());
  });

  test("`guest`: what runs whole programs of a guest on stand-ins for a machine, but for one file of each kind", () => {
    const machines = [
      "test/cloud-init/guest/machine.ts",
      "test/components/access/accounts.ts",
      "test/components/health/scratch-host.ts",
    ];
    const both = [
      "test/cloud-init/guest/result.test.ts",
      "test/components/access/access.test.ts",
      "test/components/gcp/guest/boot-order.test.ts",
      "test/components/health/health-details.test.ts",
    ];
    const cheap = testsThrough(machines).filter((file) => !testsOf("engine").includes(file));
    expect(cheap).toEqual([...testsOf("guest"), ...both].sort());
  });
});

test("a question has its answer in a file of the same name on each platform", () => {
  const everywhere = ["args", "defaults", "docker-host", "image", "index", "machine", "problems", "rules", "together"];
  const onClouds = ["data-disk", "guest-parts", "machine-type", "network", "sdk"];
  const wanted = { aws: [...everywhere, ...onClouds], gcp: [...everywhere, ...onClouds], local: everywhere };
  const paths = Object.entries(wanted).flatMap(([platform, names]) =>
    names.map((name) => `components/${platform}/${name}.ts`),
  );
  expect(paths.filter((path) => !files.includes(path))).toEqual([]);
});

describe("every file", () => {
  test("of TypeScript or JavaScript begins with its licence", () => {
    const line = "// SPDX-License-Identifier: Apache-2.0\n";
    const program = /^#!.*\n/;
    expect(sources.filter((file) => !start(file).replace(program, "").startsWith(line))).toEqual([]);
  });

  test("of the library and of the command is short", () => {
    const long = sources.filter(
      (file) => (library.test(file) || file.startsWith("tools/cli/")) && read(file).split("\n").length - 1 > 160,
    );
    expect(long).toEqual([]);
  });

  test("of shell passes shellcheck", () => {
    expect(shellScripts).toEqual(
      expect.arrayContaining(["components/local/machine.sh", "cloud-init/guest/install.sh"]),
    );
    const { status, stdout, stderr } = spawnSync("shellcheck", ["--format", "gcc", ...shellScripts], {
      cwd: root,
      encoding: "utf8",
    });
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
  });
});
