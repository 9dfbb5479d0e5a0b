// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import fc from "fast-check";

import { defaultLimits } from "../../../components/health/probes";
import { script } from "../../../components/health/script";
import { check } from "./scratch-host";

const text = script({ name: "web", dockerUsers: [], limits: defaultLimits });
const functions = text.slice(0, text.indexOf("\nexport -f "));

/** What the report holds of details: the health script's own short() and json(), called once for each. */
function details(printed: string[]): unknown[] {
  const call = `${functions}\nexec 3>&-; trap - EXIT; for text; do printf '"%s"\\n' "$(json "$(printf '%s' "$text" | short)")"; done`;
  const { stdout } = spawnSync("bash", ["-c", call, "bash", ...printed], { encoding: "utf8" });
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

test.each([
  ["quotes and backslashes", 'a "b" \\ c \\" d \\n', 'a "b" \\ c \\" d \\n'],
  ["control characters", "a\tb\r\n\u001b[31mc\u0007", "a b [31mc"],
  ["letters of other alphabets", "größer 中文 🐳", "größer 中文 🐳"],
  ["more than a report has room for", "-".repeat(10_000), `${"-".repeat(280)} ... ${"-".repeat(300)}`],
  ["a quote where it is cut", "x".repeat(279) + '"y' + "z".repeat(999), `${"x".repeat(279)}" ... ${"z".repeat(300)}`],
  [
    "half a letter where it is cut",
    "x".repeat(279) + "ö" + "z".repeat(999),
    `${"x".repeat(279)} ... ${"z".repeat(300)}`,
  ],
])("%s in what a probe prints leave its line readable", (_what, printed, detail) => {
  expect(details([printed])).toEqual([detail]);
});

// Without NUL, which no argument of a program can hold.
test("anything that a probe may print is in the report, blanks and control characters as one blank", () => {
  const printed = fc.string({ unit: "binary", minLength: 1, maxLength: 100 }).map((any) => any.replaceAll("\0", ""));
  fc.assert(
    fc.property(fc.array(printed, { minLength: 20, maxLength: 20 }), (all) => {
      // eslint-disable-next-line no-control-regex -- they are what is meant
      expect(details(all)).toEqual(all.map((any) => any.replaceAll(/[\x01-\x20\x7f]+/g, " ").replace(/^ | $/g, "")));
    }),
    { numRuns: 10 },
  );
});

test("a secret that a probe prints is in no report, of whatever kind and in whatever case it is", () => {
  const printed = {
    "https://ci:hunter2@registry": "https://***@registry",
    "-----BEGIN OPENSSH PRIVATE KEY-----": "(private key removed)",
    [`x\n${"aB3+/=".repeat(10)}\ny`]: "x (removed) y",
    "Authorization: Basic hunter2": "Authorization: ***",
    "with Bearer hunter2": "with Bearer ***",
    ...Object.fromEntries(
      [
        "Password",
        "PASSWD",
        "passphrase",
        "Secret",
        "TOKEN",
        "api-key",
        "ApiKey",
        "access_key",
        "accesskey",
        "Credential",
      ].map((name) => [`my${name}_x = hunter2, more`, `my${name}_x = ***, more`]),
    ),
  };
  expect(details(Object.keys(printed))).toEqual(Object.values(printed));
});

test("a probe that prints a line of the report's own does not change the verdict", () => {
  const verdict = JSON.stringify({ healthy: true, dockerVersion: "0", seconds: 0 });
  const host = check({ commands: { rpm: `printf '%s\\n' '${verdict}' '${verdict}'; exit 1` } });
  expect([host.code, host.report.healthy]).toEqual([1, false]);
  expect(host.details.packages).toBe(`${verdict} ${verdict}`);
});
