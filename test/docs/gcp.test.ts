// SPDX-License-Identifier: Apache-2.0
import { gcpDefaults } from "../../components/gcp/defaults";
import { members, rows } from "./arguments";

const own = members("components/gcp/args.ts", "GcpDockerHostArgs");
const table = Object.fromEntries(rows("docs/gcp.md", 1).map(([name = "", byDefault = ""]) => [name, byDefault]));

test("the page has each of Google Cloud's own arguments in its table, and no other", () => {
  expect(own.length).toBeGreaterThan(20);
  expect(Object.keys(table)).toEqual(own.map((name) => `\`${name}\``));
});

test.each(["machineType", "diskGiB", "network", "publicAddress", "hostKeyFrom", "secureBoot"] as const)(
  "the default of %s there is the one in force",
  (name) => {
    expect(table[`\`${name}\``]?.replaceAll("`", "")).toBe(String(gcpDefaults[name]));
  },
);
