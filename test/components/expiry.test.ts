// SPDX-License-Identifier: Apache-2.0
import type * as pulumi from "@pulumi/pulumi";

import { expiresAt } from "../../components/expiry";
import { RecordedProgram } from "./recorded-program";

const parent = undefined as unknown as pulumi.Resource;

afterEach(() => jest.restoreAllMocks());

test("the end is counted from now, in UTC, and kept until the machine is another one", async () => {
  jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2026, 10, 24, 12, 0, 0, 7));
  const program = await RecordedProgram.start(() => ({}));
  const end = await new Promise((resolve) => expiresAt("web", 90, "1f2e", parent).apply(resolve));
  expect(end).toBe("2026-11-24T13:30:00Z");
  expect(program.find("web-expires-at")).toMatchObject({
    type: "pulumi:index:Stash",
    inputs: { input: "2026-11-24T13:30:00Z" },
    ignoreChanges: ["input"],
    replacementTrigger: "1f2e",
  });
});

test("what stands in the state is what counts", async () => {
  await RecordedProgram.start(() => ({ output: "2026-01-01T00:00:00Z" }));
  const end = await new Promise((resolve) => expiresAt("web", 90, "1f2e", parent).apply(resolve));
  expect(end).toBe("2026-01-01T00:00:00Z");
});
