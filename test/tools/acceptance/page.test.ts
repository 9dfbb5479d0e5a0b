// SPDX-License-Identifier: Apache-2.0
import { hasPassed, page, type Results, withoutAccount, withoutNames } from "../../../tools/acceptance/page";

const passed = { part: "host" as const, name: "is proved", seconds: 185, facts: { docker: "29.1.0" } };
const results: Results = {
  ...{ target: "aws", region: "eu-central-1", began: "2026-11-27T17:02:44Z", parts: ["host"], seconds: 600 },
  versions: { "pulumi-docker-host": "0.2.0", "plugin aws": "7.48.0" },
  cases: [passed],
};

test("the page has versions, region, and each case with its time and what was seen", () => {
  expect(page(results)).toBe(`## aws, eu-central-1, 2026-11-27: all passed in 10 min 00 s

pulumi-docker-host 0.2.0, plugin aws 7.48.0

| part | case | result | time | seen |
| --- | --- | --- | --- | --- |
| host | is proved | passed | 3 min 05 s | docker: 29.1.0 |

`);
});

test("a case that failed, what is still there, an interruption and a run without cases are no success", () => {
  const failed = { ...results, cases: [passed, { ...passed, name: "goes", failure: "it is there" }] };
  expect(hasPassed(failed)).toBe(false);
  expect(page(failed)).toContain("host, goes:\n\n```text\nit is there\n```");
  expect(hasPassed({ ...results, left: "a machine" })).toBe(false);
  expect(page({ ...results, left: "a machine" })).toContain("Still there:\n\n```text\na machine\n```");
  expect(hasPassed({ ...results, interrupted: true })).toBe(false);
  expect(hasPassed({ ...results, cases: [] })).toBe(false);
});

test("what a provider has said of an account, of others and of people stands on no page", () => {
  const said = "user/alice (alice@example.org) may not in my-project; arn:aws:iam::123456789012:role/a, 210987654321";
  const hidden = ["my-project", "user/alice", "123456789012", ""];
  expect(withoutAccount(said, hidden)).toBe("... (...) may not in ...; arn:aws:iam::...:role/a, ...");
  const failed = { ...passed, failure: said, facts: { image: "projects/my-project/global/images/i" } };
  expect(withoutNames(failed, hidden)).toEqual({
    ...passed,
    failure: withoutAccount(said, hidden),
    facts: { image: "projects/.../global/images/i" },
  });
  expect(withoutNames(passed, hidden)).toEqual(passed);
});
