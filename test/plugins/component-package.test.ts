// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { resolved } from "../../components/resolved";
import { ComponentPackage } from "../../plugins/component-package";
import { root } from "../../tools/shared/places";

class Machine extends pulumi.CustomResource {
  constructor(name: string, options: pulumi.CustomResourceOptions) {
    super("cloud:index:Machine", name, {}, options);
  }
}

class Host extends pulumi.ComponentResource {
  readonly address = pulumi.output("192.0.2.1");
  readonly instance: Machine;
  readonly firewall: Machine | undefined;
  constructor(name: string, args: { user?: string }, options: pulumi.ComponentResourceOptions) {
    if (args.user === "CI")
      throw new pulumi.InputPropertiesError({
        message: "the docker host's arguments have 1 problem:\n  user: must be in lower case",
        errors: [{ propertyPath: "user", reason: "must be in lower case" }],
      });
    super("hosts:index:Host", name, {}, options);
    this.instance = new Machine(name, { parent: this });
  }
}

const properties = { address: {}, instanceId: {}, firewallId: {} };
const hosts = () => new ComponentPackage({ resources: { "hosts:index:Host": { properties } } }, { Host }, "1.2.3");

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    call: () => ({}),
    newResource: ({ name }) => ({ id: `id-of-${name}`, state: {} }),
  });
});

test("the schema is the committed one, with the version of the package", () => {
  expect(JSON.parse(hosts().schema)).toEqual({
    resources: { "hosts:index:Host": { properties } },
    version: "1.2.3",
  });
});

test("a component gives what the schema says, and its resources by their ids", async () => {
  const { state } = await hosts().construct("web", "hosts:index:Host", {}, {});
  expect(await resolved(pulumi.output(state))).toEqual({ address: "192.0.2.1", instanceId: "id-of-web" });
  expect(Object.keys(state)).toEqual(["address", "instanceId", "firewallId"]);
});

test("what is wrong with arguments is listed once", () => {
  expect(() => hosts().construct("web", "hosts:index:Host", { user: "CI" }, {})).toThrow(
    expect.objectContaining({
      message: "the docker host's arguments have 1 problem",
      errors: [{ propertyPath: "user", reason: "must be in lower case" }],
    }) as Error,
  );
});

test("a component that it does not have is named, with those that it has", async () => {
  await expect(hosts().construct("web", "hosts:index:Hots", {}, {})).rejects.toThrow(
    "there is no component hosts:index:Hots; there are hosts:index:Host",
  );
});

test("the page for other languages names the oldest CLI: that of the SDK which the plugins have", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "plugins", "local", "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const page = readFileSync(join(root, "docs", "packages.md"), "utf8");
  expect(/The CLI has to be (\S+) or newer/.exec(page)?.[1]).toBe(dependencies["@pulumi/pulumi"]);
});

describe("each package", () => {
  interface Manifest {
    name: string;
    version: string;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  }
  const manifest = (folder: string) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
  const project = manifest(".");

  test.each(["local", "aws", "gcp"])("%s has the version of the project, and its packages", (folder) => {
    const { version, name, dependencies } = manifest(`plugins/${folder}`);
    const { name: inSchema } = JSON.parse(
      readFileSync(join(root, "plugins", folder, "schema.json"), "utf8"),
    ) as Manifest;
    expect([version, name]).toEqual([project.version, inSchema]);
    const { esbuild, ...others } = dependencies;
    const { commander: _, ...library } = project.dependencies;
    const cloud = `@pulumi/${folder}`;
    const { "@pulumi/pulumi": sdk, [cloud]: ofCloud } = project.devDependencies;
    expect(others).toEqual({ ...library, "@pulumi/pulumi": sdk, ...(ofCloud && { [cloud]: ofCloud }) });
    const found = createRequire(join(root, "plugins", folder, "index.js")).resolve("esbuild/package.json");
    expect(`^${(JSON.parse(readFileSync(found, "utf8")) as Manifest).version}`).toBe(esbuild);
  });
});
