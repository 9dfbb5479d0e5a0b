// SPDX-License-Identifier: Apache-2.0
import { stackName } from "../../components/ephemeral/name";
import { expiryLabel } from "../../components/gcp/labels";
import { later, violations } from "./violations";

const aws = "aws:ec2/instance:Instance";
const gcp = "gcp:compute/instance:Instance";
/** What else is demanded of such a machine. */
const rest = { metadataOptions: { httpTokens: "required" }, rootBlockDevice: { encrypted: true } };
const moment = new Date("2026-11-24T18:00:00Z");
const said = (type: string, props: object, stack = "ephemeral", config = {}) =>
  violations([{ type, props: { ...rest, ...props } }], { stack, config });

test.each([
  [aws, "tags", "2026-11-24T18:00:00Z"],
  [gcp, "labels", "20261124t180000z"],
])("%s of a stack that is for a time alone says when it may go", async (type, map, example) => {
  const wanted = `set it to the moment at which the machine of stack "ephemeral" may go, for example "${example}"`;
  const missing = `expires-at: ${map}["expires-at"]: is missing; ${wanted} (expires-at/missing)`;
  expect(await said(type, {})).toEqual([missing]);
  expect(await said(type, { [map]: { project: "mine" } })).toEqual([missing]);
  expect(await said(type, { [map]: { "expires-at": "tomorrow" } })).toEqual([
    `expires-at: ${map}["expires-at"]: is no moment; ${wanted} (expires-at)`,
  ]);
  expect(await said(type, { [map]: { "expires-at": example } })).toEqual([]);
  for (const one of [later, { "expires-at": later }]) expect(await said(type, { [map]: one })).toEqual([]);
});

test("the moments that hosts carry are moments", async () => {
  const iso = "2026-11-24T18:00:00Z";
  expect(await said(aws, { tags: { "expires-at": iso } })).toEqual([]);
  expect(await said(gcp, { labels: { "expires-at": expiryLabel(iso) } })).toEqual([]);
});

test("such are stack ephemeral and those of throw-away hosts, or those that the configuration names", async () => {
  expect(await said(aws, {}, stackName(moment))).toHaveLength(1);
  expect(await said(aws, {}, "dev")).toEqual([]);
  expect(await said(aws, {}, "ephemeral2")).toEqual([]);
  expect(await said(aws, {}, "pr-17", { stacks: ["pr-*", "demo"] })).toHaveLength(1);
  expect(await said(aws, {}, "xdemo", { stacks: ["pr-*", "demo"] })).toEqual([]);
  expect(await said(aws, {}, "ephemeral", { stacks: [] })).toEqual([]);
});
