// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { awsDefaults } from "../../../components/aws/defaults";

const root = join(__dirname, "../../..");
const page = readFileSync(join(root, "docs/aws.md"), "utf8");
const source = readFileSync(join(root, "components/aws/args.ts"), "utf8");

/** The options of an interface, each with its comment. */
function options(name: string): [string, string][] {
  const [, body = ""] = new RegExp(`interface ${name}[^{]*\\{([^]*?)^\\}`, "m").exec(source) ?? [];
  return [...body.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s+(\w+)\??:/g)].map(([, comment = "", option = ""]) => [
    option,
    comment,
  ]);
}

const own = options("AwsDockerHostArgs");
const ofVolume = options("DataVolumeArgs");

test("the page has a row for each argument, and for no other", () => {
  const rows = [...page.matchAll(/^\| (?:r|s|-) +\| `(\w+)` +\|/gm)].map(([, name]) => name);
  expect(rows).toEqual(own.map(([name]) => name));
  expect(rows.length).toBeGreaterThan(20);
});

test("the rows that say that a change replaces the machine are those of the arguments whose comments say so", () => {
  const rows = [...page.matchAll(/^\| r +\| `(\w+)`/gm)].map(([, name]) => name);
  const said = own.filter(([, comment]) => /replaces/i.test(comment.replace(/@default[^]*/, "")));
  expect(rows).toEqual(said.map(([name]) => name));
});

test("the page names each option of a data volume", () => {
  for (const [name] of ofVolume) expect(page).toContain(name);
  expect(ofVolume).toHaveLength(5);
});

test("the comments and the page name the defaults that are in force", () => {
  const named = Object.fromEntries(
    [...own, ...ofVolume].flatMap(([name, comment]) => {
      const [, value] = /@default ("[^"]*"|\d+)/.exec(comment) ?? [];
      return value === undefined ? [] : [[name, JSON.parse(value) as unknown]];
    }),
  );
  expect(named).toEqual(awsDefaults);
  for (const [name, value] of Object.entries(awsDefaults)) {
    const text = ofVolume.some(([option]) => option === name) ? `\`${value}\`` : `\`${JSON.stringify(value)}\``;
    expect([name, page]).toEqual([name, expect.stringContaining(text)]);
  }
});
