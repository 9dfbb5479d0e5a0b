// SPDX-License-Identifier: Apache-2.0
import { later, violations } from "./violations";

const aws = "aws:ec2/instance:Instance";
const gcp = "gcp:compute/instance:Instance";
/** What else is demanded of such a machine. */
const rest = { metadataOptions: { httpTokens: "required" }, rootBlockDevice: { encrypted: true } };
const said = (type: string, props: object, ...ignoreChanges: string[]) =>
  violations([{ type, props: { ...rest, ...props }, ignoreChanges }]);
const hush = "#cloud-config\n# hush-hush";

test.each<[string, string, object]>([
  ["userData", aws, { userData: hush }],
  ["userDataBase64", aws, { userDataBase64: hush, userDataReplaceOnChange: false }],
  ["late userData", aws, { userData: later }],
  ["user-data", gcp, { metadata: { "user-data": hush } }],
])("%s that a change would leave without effect is refused, and not shown", async (_what, type, props) => {
  const found = await said(type, props);
  expect(found).toEqual([expect.stringMatching(/^user-data-replaces: .*\(user-data\/no-effect\)$/)]);
  expect(found.join()).not.toContain("hush");
});

test.each<[string, string, object, string[]]>([
  ["replaces", aws, { userData: hush, userDataReplaceOnChange: true }, []],
  ["may replace, which the update will show", aws, { userData: hush, userDataReplaceOnChange: later }, []],
  ["is held back", aws, { userData: hush }, ["userData"]],
  ["is not there", aws, {}, []],
  ["is held back on Google Cloud", gcp, { metadata: { "user-data": hush } }, ['metadata["user-data"]']],
  ["is held back with all metadata", gcp, { metadata: { "user-data": hush } }, ["metadata"]],
  ["is a start-up script, which replaces", gcp, { metadataStartupScript: hush }, []],
  ["is known later", gcp, { metadata: later }, []],
])("user data that %s passes", async (_what, type, props, ignoreChanges) => {
  expect(await said(type, props, ...ignoreChanges)).toEqual([]);
});
