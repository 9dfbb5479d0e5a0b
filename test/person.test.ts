// SPDX-License-Identifier: Apache-2.0
// What works in a test works for a person: programs are not started with settings that nobody else has.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../tools/shared/places";
import { environmentOfAPerson } from "./person";

/** What tests and `npm start` may set for Pulumi, and why nothing behaves differently for it. */
const harmless: Record<string, string> = {
  PULUMI_BACKEND_URL: "instead of `pulumi login`, which would change that of whoever runs the tests",
  PULUMI_CONFIG_PASSPHRASE: "as people set it who have such a backend",
  PULUMI_CONFIG_PASSPHRASE_FILE: "the same",
  PULUMI_DEBUG_PROMISE_LEAKS: "of one test, which is about it, and starts no program",
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "where no plugin can be downloaded, a wait less",
  PULUMI_HOME: "the plugins and the selected stack of whoever runs the tests stay out of it",
  PULUMI_SKIP_UPDATE_CHECK: "one line of output and one request less",
};

test("programs get no variable that changes how Pulumi runs them", () => {
  // The stand-ins set what the originals set.
  const where = ["tools", "test", "stacks", ":!tools/stand-ins", ":!test/person.test.ts"];
  const list = ["ls-files", "-co", "--exclude-standard", "--", ...where];
  const files = execFileSync("git", list, { cwd: root, encoding: "utf8" }).trim().split("\n");
  const texts = files
    .map((file) => join(root, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
  const set = texts.flatMap((text) =>
    [...text.matchAll(/\b(PULUMI_\w+)["'\]]*\s*[:=](?!=)/g)].map(([, name = ""]) => name),
  );
  expect([...new Set(set)].filter((name) => !name.startsWith("PULUMI_LAB_")).sort()).toEqual(
    Object.keys(harmless).sort(),
  );
});

test("the environment of a person has nothing of the test runner, nor the programs of this clone on PATH", () => {
  expect(process.env).toHaveProperty("JEST_WORKER_ID");
  const { PATH, ...others } = environmentOfAPerson();
  expect(Object.keys(others).filter((name) => /^JEST_|^npm_package_|^NODE_ENV$/.test(name))).toEqual([]);
  expect(PATH).not.toContain("node_modules");
});
