// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const mockTemporary = jest.fn<string, []>();
jest.mock("node:os", () => ({ ...jest.requireActual<object>("node:os"), tmpdir: (): string => mockTemporary() }));
// None is started.
jest.mock("@pulumi/pulumi/automation", () => ({ PulumiCommand: { get: () => Promise.resolve({}) } }));

import { EphemeralBackend } from "../../../components/ephemeral/backend";

const short = mkdtempSync("/tmp/b-");
afterAll(() => rmSync(short, { recursive: true }));

test.each([
  ["in the folder for temporary files", "plain", (given: string) => given],
  ["there, by its whole path, where $TMPDIR is a relative one", "relative", (given: string) => given],
  ["in /tmp where that is too long for the path of a socket", "long".repeat(20), () => "/tmp"],
  ["in /tmp where an address would write it in another way", "with space", () => "/tmp"],
  ["in /tmp where ssh would read it as something else", "100%d", () => "/tmp"],
])("the host's files and socket lie %s", async (_where, name, expected) => {
  const given = join(short, name);
  mkdirSync(given);
  mockTemporary.mockReturnValue(name === "relative" ? relative(process.cwd(), given) : given);
  const backend = await EphemeralBackend.open({});
  expect(dirname(backend.scratch)).toBe(expected(given));
  backend.close();
});
