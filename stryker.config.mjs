// SPDX-License-Identifier: Apache-2.0
// For tools/test-mutation.ts, which runs one part after another: MUTATION_PART says which.
import { availableParallelism } from "node:os";

const core = "test/cloud-init";
const health =
  "access,check-command,expectations,explain,failure-screen,log-lines,no-report,probes,report,report-page,report-style,script,timeline,wrap";

/** The pure core, and the tests that hold it: the fast ones, because they run for each mutant. */
export const parts = {
  validate: {
    mutate: ["cloud-init/validate.ts", "cloud-init/validate/*.ts"],
    tests: [`${core}/{validate,patterns,numbers,shape}.test.ts`, `${core}/validate/*.test.ts`],
  },
  rendering: {
    // Two files are data that `npm run daemon-keys` writes, and that the end-to-end tests hold against an engine.
    mutate: ["cloud-init/*.ts", "!cloud-init/{validate,daemon-keys,log-options}.ts"],
    tests: [`${core}/*.test.ts`, `!**/{hostile,schema}.test.ts`],
  },
  health: {
    mutate: [`components/health/{${health}}.ts`, "components/health/causes/*.ts"],
    tests: [`test/components/health/{${health}}.test.ts`, "test/components/health/causes/*.test.ts"],
  },
  components: {
    mutate: ["components/{expiry,host-spec,key-pair,ssh-identity}.ts", "components/arguments/*.ts"],
    tests: [
      "test/components/{expiry,host-spec,key-pair,ssh-identity}.test.ts",
      "test/components/arguments/{check,networks,output,row,same-words}.test.ts",
    ],
  },
  // What stands in tables is evaluated when its file is loaded, so each test of a part runs for each change in it: those
  // that load no SDK are a part of their own.
  values: {
    mutate: [
      "components/aws/{machine-type,rules,tag-rules}.ts",
      "components/gcp/{label-rules,machine-type,metadata-rules,rules}.ts",
    ],
    tests: [
      "test/components/aws/{machine-type,networks,rules,rules-messages}.test.ts",
      "test/components/gcp/{machine-type,rules}.test.ts",
    ],
  },
  aws: {
    mutate: ["components/aws/{firewall-rule,together}.ts"],
    tests: [
      "test/components/aws/{firewall-rule,networks,together}.test.ts",
      "test/components/arguments/cloud-logs.test.ts",
    ],
  },
  // The one that loads the SDK.
  firewall: {
    mutate: ["components/aws/firewall.ts"],
    tests: ["test/components/aws/firewall.test.ts"],
  },
  gcp: {
    mutate: ["components/gcp/{labels,together}.ts"],
    tests: ["test/components/gcp/{labels,together}.test.ts", "test/components/arguments/cloud-logs.test.ts"],
  },
};

const part = process.env.MUTATION_PART ?? "validate";
const { mutate, tests } = parts[part];
const results = `coverage/mutation/${part}`;

export default {
  mutate,
  // Words of messages are held by tests as far as they matter.
  mutator: { excludedMutations: ["StringLiteral"] },
  testRunner: "jest",
  jest: {
    projectType: "custom",
    enableFindRelatedTests: false,
    config: {
      testEnvironment: "node",
      testMatch: tests.map((file) => file.replace(/^(?!!)/, "<rootDir>/")),
      transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
      setupFiles: ["<rootDir>/tools/testing/no-shrinking.js"],
    },
  },
  coverageAnalysis: "perTest",
  concurrency: availableParallelism(),
  // A busy machine is no endless loop.
  timeoutMS: 60_000,
  // What was found before is not looked for again, until the code or its tests change.
  incremental: true,
  incrementalFile: `${results}.incremental.json`,
  ignorePatterns: ["tsconfig.json", ".pulumi-local", "coverage", "dist"],
  tempDirName: "coverage/mutation/sandbox",
  reporters: ["progress-append-only", "html", "json"],
  htmlReporter: { fileName: `${results}.html` },
  jsonReporter: { fileName: `${results}.json` },
};
