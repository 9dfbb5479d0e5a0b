// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { rockyAddresses, rockyImages } from "../../components/local/image";
import { localDefaults } from "../../components/local/defaults";
import { members, rows } from "./arguments";

const page = readFileSync(join(__dirname, "..", "..", "docs", "local.md"), "utf8");
const table = Object.fromEntries(rows("docs/local.md", 0).map(([name = "", byDefault = ""]) => [name, byDefault]));

test("the page has each argument of LocalDockerHost's own in its table, and no other", () => {
  const own = members("components/local/args.ts", "LocalDockerHostArgs");
  expect(Object.keys(table)).toEqual(own.map((name) => `\`${name}\``));
});

test.each(Object.entries(localDefaults))("the default of %s there is the one in force", (name, value) => {
  expect(table[`\`${name}\``]).toBe(`\`${value}\``);
});

test.each(Object.values(rockyImages))("what it downloads is an image that npm start takes as well: $file", (image) => {
  const [address = ""] = rockyAddresses(image);
  expect(page).toContain(`image=${image.file}\ncurl -fLO ${address.replace(image.file, "$image")}\n`);
  expect(page).toContain(`echo "${image.sha256}  $image" | sha256sum --check\n`);
});
