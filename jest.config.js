// SPDX-License-Identifier: Apache-2.0
const { join } = require("node:path");

const base = {
  rootDir: __dirname,
  // Not in the folder for temporary files, which is another one in each run.
  cacheDirectory: join(__dirname, "node_modules", ".cache", "jest"),
  testEnvironment: "node",
  setupFiles: [join(__dirname, "tools", "testing", "promise-stacks.js")],
  // Where a mutation test has a copy of everything, and packages of which one has the name of this.
  modulePathIgnorePatterns: ["<rootDir>/coverage/", "<rootDir>/plugins/\\w+/(package\\.json$|node_modules/)"],
  moduleNameMapper: {
    "/typescript-shim$": join(__dirname, "tools", "testing", "lazy", "typescript.js"),
    "^@npmcli/arborist$": join(__dirname, "tools", "testing", "lazy", "arborist.js"),
  },
  // Types are checked once, by tsc; here they are only taken out.
  transform: { "^.+\\.tsx?$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
};

/**
 * What starts Pulumi's engine, but for one test of `unit`, and what builds the package or its pages, or installs it as its users do;
 * test/boundaries.test.ts holds it to be all of that.
 */
const engine = [
  "test/components/aws/elastic-ip.test.ts",
  "test/components/docker-provider/on-the-engine.test.ts",
  "test/components/gcp/bake.test.ts",
  "test/components/gcp/bake-ctrl-c.test.ts",
  "test/components/gcp/bake-killed.test.ts",
  "test/components/health/host-health.test.ts",
  "test/components/local/another-machine.test.ts",
  "test/docs/install-lines.test.ts",
  "test/examples/platform.test.ts",
  "test/package/install.test.ts",
  "test/package/tarball.test.ts",
  "test/policies/pack.test.ts",
  "test/plugins/hosts.test.ts",
  "test/plugins/plugins.test.ts",
  "test/plugins/yaml.test.ts",
  "test/components/ephemeral/ephemeral-docker-host.test.ts",
  "test/components/ephemeral/reap.test.ts",
  "test/stacks/preview.test.ts",
  "test/stacks/program.test.ts",
  "test/tools/acceptance/test-cloud.test.ts",
  "test/tools/api.test.ts",
  "test/upgrade/upgrade.test.ts",
];

/**
 * What runs whole programs of a guest, which start hundreds of others, on stand-ins for a machine. `unit` keeps one file of each
 * kind; test/boundaries.test.ts holds this to be all others.
 */
const guest = [
  "test/cloud-init/guest/already-there.test.ts",
  "test/cloud-init/guest/install.test.ts",
  "test/cloud-init/guest/interrupted.test.ts",
  "test/cloud-init/guest/options.test.ts",
  "test/cloud-init/guest/self-check.test.ts",
  "test/components/access/equal.test.ts",
  "test/components/bake/guest/seal.test.ts",
  "test/components/gcp/guest/bootstrap.test.ts",
  "test/components/gcp/guest/commands.test.ts",
  "test/components/gcp/guest/output.test.ts",
  "test/components/health/baked-image.test.ts",
  "test/components/health/health-failures.test.ts",
  "test/components/health/health-limits.test.ts",
  "test/components/health/health.test.ts",
  "test/components/health/own-probes.test.ts",
  "test/components/health/settle.test.ts",
];

/** What holds the stand-ins for clouds, plugins and images to the originals: the package itself needs none of it. */
const lab = ["test/lab/", "test/tools/stand-ins/"];

const files = (list) => list.map((file) => `/${file}$`);

/** `e2e` boots machines, `faults` boots one and breaks it over and over; the others need none. */
module.exports = {
  // jest leaves one processor alone, which on a computer with two is half of it.
  maxWorkers: "100%",
  testSequencer: join(__dirname, "test", "longest-first.js"),
  // For what never ends. A test that is slow because the computer is busy has not failed.
  testTimeout: 300_000,
  projects: [
    {
      ...base,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [
        ...["/test/e2e/", "/test/faults/"],
        ...[...lab.map((folder) => `/${folder}`), ...files(engine), ...files(guest)],
      ],
    },
    {
      ...base,
      displayName: "lab",
      testMatch: lab.map((folder) => `<rootDir>/${folder}**/*.test.ts`),
      testPathIgnorePatterns: files(engine),
    },
    { ...base, displayName: "guest", testMatch: guest.map((file) => `<rootDir>/${file}`) },
    { ...base, displayName: "engine", testMatch: engine.map((file) => `<rootDir>/${file}`) },
    { ...base, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
    { ...base, displayName: "faults", testMatch: ["<rootDir>/test/faults/**/*.test.ts"] },
  ],
};
