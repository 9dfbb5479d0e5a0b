// SPDX-License-Identifier: Apache-2.0
import { sshFailures } from "../../components/health/no-report";
import { installFailures } from "../../components/health/stages";
import { rows } from "./arguments";

const firstColumn = (table: number) => rows("docs/failures.md", table).map(([cell = ""]) => cell);

test("the page has each stage of the installation, in their order", () => {
  expect(firstColumn(3)).toEqual(Object.keys(installFailures).map((stage) => `\`${stage}\``));
});

test("the page has each way in which nobody can log in, in the words of the screen", () => {
  expect(firstColumn(2)).toEqual(expect.arrayContaining(Object.values(sshFailures)));
});
