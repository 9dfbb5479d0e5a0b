// SPDX-License-Identifier: Apache-2.0
const base = {
  rootDir: __dirname,
  testEnvironment: "node",
  // Types are checked once, by tsc; here they are only taken out.
  transform: { "^.+\\.tsx?$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
};

/** `unit` needs no machine; `e2e` boots some; `faults` boots one and breaks it over and over. */
module.exports = {
  projects: [
    {
      ...base,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/test/e2e/", "/test/faults/"],
    },
    { ...base, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
    { ...base, displayName: "faults", testMatch: ["<rootDir>/test/faults/**/*.test.ts"] },
  ],
};
