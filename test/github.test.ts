// SPDX-License-Identifier: Apache-2.0
// What GitHub reads: it can be read, asks for no more rights than it needs, and names only what there is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const root = join(__dirname, "..");
const folder = join(root, ".github");
const read = (...path: string[]) => parse(readFileSync(join(folder, ...path), "utf8"), { strict: true }) as unknown;
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, string | number | boolean>;
}
interface Job {
  "runs-on"?: string;
  "timeout-minutes"?: number;
  uses?: string;
  needs?: string;
  permissions?: Record<string, string>;
  steps?: Step[];
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const names = readdirSync(join(folder, "workflows"));
const workflows = names.map((name) => [name, read("workflows", name) as Workflow] as const);

describe.each(workflows)("workflow %s", (name, { permissions, jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  test("may read the sources and no more, but for the jobs that publish, or say to a cloud who they are", () => {
    expect(permissions).toEqual({ contents: "read" });
    const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    const wanted: Record<string, [string, object]> = {
      "release.yml": ["publish", { contents: "write", "id-token": "write" }],
      "test-cloud.yml": ["run", { contents: "read", "id-token": "write" }],
    };
    expect(more.map(([job, { permissions: rights }]) => [job, rights])).toEqual(wanted[name] ? [wanted[name]] : []);
  });

  test("takes only actions of GitHub itself, each in a version, and leaves no token in the clone", () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const one of uses) expect(one).toMatch(/^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
    const checkouts = steps.filter((step) => step.uses?.startsWith("actions/checkout@"));
    for (const one of checkouts) expect(one.with).toMatchObject({ "persist-credentials": false });
  });

  test("ends by itself, and runs scripts that there are", () => {
    for (const job of Object.values(jobs)) {
      if (job.uses !== undefined) expect(existsSync(join(root, job.uses))).toBe(true);
      else expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
    }
    const own = { npm: ["pkg", "publish"], others: /^(tar|gh release create|sudo chown) / };
    for (const line of steps.flatMap(({ run = "" }) => run.split("\n")).filter((text) => text !== "")) {
      const [, script] = /^npm run ([\w:-]+)/.exec(line) ?? [];
      const [, npm] = /^npm (?!run )(\w+)/.exec(line) ?? [];
      const file = /(?:^| )(\.\w+\/[\w-]+)(?: --\w+)?$/.exec(line)?.[1];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      else if (npm !== undefined) expect(own.npm).toContain(npm);
      else if (file !== undefined) expect(existsSync(join(root, file))).toBe(true);
      else expect(line).toMatch(own.others);
      // What somebody else may have named, such as a tag, comes as a variable in quotes.
      expect(line).not.toContain("${{");
    }
  });
});

test("each change runs .ci/run, and nothing is published before it has passed", () => {
  const { on, jobs } = read("workflows", "ci.yml") as Workflow;
  expect(Object.keys(on)).toEqual(expect.arrayContaining(["push", "pull_request", "workflow_call"]));
  expect(jobs.all?.steps?.at(-1)?.run).toContain(".ci/run");
  const release = read("workflows", "release.yml") as Workflow;
  expect(release.on).toEqual({ push: { tags: ["v*"] } });
  expect(release.jobs.test?.uses).toBe("./.github/workflows/ci.yml");
  expect(release.jobs.publish?.needs).toBe("test");
});

test("nobody but a person begins what costs money, and the page about it names the variables that it reads", () => {
  const { on, jobs } = read("workflows", "test-cloud.yml") as Workflow & {
    jobs: Record<string, { environment?: string }>;
  };
  expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
  expect(jobs.run?.environment).toBe("test-cloud");
  expect(readFileSync(join(root, "docs", "cloud-tests.md"), "utf8")).toContain("environment `test-cloud`");
  const script = readFileSync(join(root, ".ci", "test-cloud"), "utf8");
  const { env = {} } = jobs.run as { env?: Record<string, string> };
  const needed = [...script.matchAll(/^ +need (\w+)/gm)].map(([, variable = ""]) => variable);
  expect(needed.length).toBeGreaterThan(4);
  for (const variable of needed) expect(env[variable]).toBe(`\${{ vars.${variable} }}`);
});

test("as root it uses the folders of the runner's user, of which those that take long are kept by what makes them", () => {
  const { jobs } = read("workflows", "ci.yml") as Workflow;
  const steps = jobs.all?.steps ?? [];
  expect(steps.at(-1)?.run).toContain('sudo env "PATH=$PATH" "HOME=$HOME" "CI=$CI" .ci/run\n');
  const kept = steps.find(({ uses }) => uses?.startsWith("actions/cache@"))?.with ?? {};
  const folders = String(kept.path).trim().split("\n");
  for (const folder of folders)
    expect(folder).toMatch(/^~\/\.cache\/pulumi-docker-host\/(engine|images|pulumi|registry)$/);
  const [, listed = ""] = /hashFiles\((.*)\)/.exec(String(kept.key)) ?? [];
  const recipes = [...listed.matchAll(/'([^']+)'/g)].map(([, recipe = ""]) => recipe);
  expect(recipes.length).toBeGreaterThan(2);
  for (const recipe of recipes)
    expect([recipe, existsSync(join(root, recipe.replace("/**", "")))]).toEqual([recipe, true]);
});

test("who makes the first release is told the names by which npm knows the workflow", () => {
  const { jobs } = read("workflows", "release.yml") as Workflow & { jobs: Record<string, { environment?: string }> };
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").replace(/\s+/g, " ");
  expect(text).toContain(`workflow \`release.yml\`, environment \`${jobs.publish?.environment}\``);
  // npm knows only a package that is there, and a statement of provenance is made only by a workflow.
  expect(text).toMatch(/npm publish --provenance=false/);
});

test("what is published says where it was built, and is for everybody", () => {
  const { publishConfig } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { publishConfig: object };
  expect(publishConfig).toEqual({ access: "public", provenance: true });
});

interface Form {
  name: string;
  description: string;
  body: { type: string; id?: string; attributes: Record<string, unknown> }[];
}
const forms = readdirSync(join(folder, "ISSUE_TEMPLATE")).filter((name) => name !== "config.yml");

test.each(forms)("form %s has what GitHub wants of a form", (name) => {
  const { body, ...form } = read("ISSUE_TEMPLATE", name) as Form;
  expect(Object.keys(form)).toEqual(expect.arrayContaining(["name", "description"]));
  const ids = body.flatMap(({ id }) => id ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { type, id, attributes } of body) {
    expect(["markdown", "dropdown", "input", "textarea", "checkboxes"]).toContain(type);
    if (type !== "markdown") expect([id, attributes.label]).toEqual([expect.any(String), expect.any(String)]);
    if (type === "dropdown") expect(attributes.options).toEqual(expect.arrayContaining([expect.any(String)]));
  }
});

test("who reports a fault is asked for what `diagnostics` fetches, by names of files that it knows", () => {
  const text = readFileSync(join(folder, "ISSUE_TEMPLATE", "bug.yml"), "utf8");
  expect(text).toContain("`npx pulumi-docker-host diagnostics`");
  const known = readFileSync(join(root, "tools", "cli", "diagnostics-contents.ts"), "utf8");
  const named = text.match(/[\w-]+\.(txt|jsonl|log)\b/g) ?? [];
  expect(named.length).toBeGreaterThan(2);
  for (const file of named) expect(known).toContain(`"${file}"`);
  for (const file of text.match(/[\w/]+\.md\b/g) ?? []) expect(existsSync(join(root, file))).toBe(true);
});
