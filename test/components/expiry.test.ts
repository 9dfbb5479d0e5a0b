// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { rows } from "../../components/aws/rules";
import { expiresAt } from "../../components/expiry";
import { RecordedProgram } from "./recorded-program";

const parent = undefined as unknown as pulumi.Resource;
const triggers = pulumi.output(["1f2e"]);
const resolved = (args: { ttlMinutes?: number }, when = triggers) =>
  new Promise((resolve) => pulumi.output(expiresAt("web", args, rows, when, parent)).apply(resolve));

afterEach(() => jest.restoreAllMocks());

/** What brings about another end, for these arguments. */
async function trigger(args: object, when = triggers): Promise<unknown> {
  const program = await RecordedProgram.start(() => ({}));
  await resolved({ ttlMinutes: 90, ...args }, when);
  return program.find("web-expires-at").replacementTrigger;
}

test("the end is counted from now, in UTC, and kept until the machine is another one", async () => {
  jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2026, 10, 24, 12, 0, 0, 7));
  const program = await RecordedProgram.start(() => ({}));
  expect(await resolved({ ttlMinutes: 90 })).toBe("2026-11-24T13:30:00Z");
  expect(program.find("web-expires-at")).toMatchObject({
    type: "pulumi:index:Stash",
    inputs: { input: "2026-11-24T13:30:00Z" },
    ignoreChanges: ["input"],
    replacementTrigger: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

test("what stands in the state is what counts", async () => {
  await RecordedProgram.start(() => ({ output: "2026-01-01T00:00:00Z" }));
  expect(await resolved({ ttlMinutes: 90 })).toBe("2026-01-01T00:00:00Z");
});

test("a machine without a time to live has no end", async () => {
  expect(await resolved({})).toBeUndefined();
});

test("it is another end where another machine is made: for a row that says so, or another trigger", async () => {
  const first = await trigger({ region: "eu-central-1" });
  expect(await trigger({ region: "eu-west-1" })).not.toBe(first);
  expect(await trigger({})).not.toBe(first);
  expect(await trigger({ region: "eu-central-1" }, pulumi.output(["other"]))).not.toBe(first);
});

test("it is the same one for all else, and for an argument that is not given", async () => {
  const args = { amiId: "ami-0" };
  expect(await trigger({ ...args, tags: { a: "b" }, diskGiB: 20, keyName: undefined })).toBe(await trigger(args));
});
