// SPDX-License-Identifier: Apache-2.0
import { later, violations } from "./violations";

const types = [
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
];
/** What else is demanded of such a machine. */
const rest = {
  rootBlockDevice: { encrypted: true },
  blockDeviceMappings: [{ ebs: { encrypted: "true" } }],
  userDataReplaceOnChange: true,
};
const said = (type: string, metadataOptions?: unknown, more: object = {}) =>
  violations([{ type, props: { ...rest, ...(metadataOptions !== undefined && { metadataOptions }), ...more } }]);

describe.each(types)("%s", (type) => {
  test("must ask for a token", async () => {
    const wanted = `a program can be talked into reading user data and the role's keys; set it to "required" (imds/v1)`;
    expect(await said(type)).toEqual([`imds-v2: metadataOptions.httpTokens: is missing, so that ${wanted}`]);
    expect(await said(type, { httpTokens: "optional" })).toEqual([
      `imds-v2: metadataOptions.httpTokens: "optional" means that ${wanted}`,
    ]);
    expect(await said(type, { httpTokens: "required" })).toEqual([]);
    expect(await said(type, { httpEndpoint: "disabled" })).toEqual([]);
  });

  test("may let answers go as far as metadataHopLimit of a host may say", async () => {
    expect(await said(type, { httpTokens: "required", httpPutResponseHopLimit: 3 })).toEqual([
      "imds-v2: metadataOptions.httpPutResponseHopLimit: 3 is none of 1, 2 (metadataHopLimit)",
    ]);
    expect(await said(type, { httpTokens: "required", httpPutResponseHopLimit: 2 })).toEqual([]);
  });

  test("is looked at again where something is known later", async () => {
    expect(await said(type, later)).toEqual([]);
    expect(await said(type, { httpTokens: later, httpPutResponseHopLimit: later })).toEqual([]);
  });
});

test("a machine of a launch template has what that says, and what it says itself counts", async () => {
  const launchTemplate = { id: "lt-0a" };
  expect(await said("aws:ec2/instance:Instance", undefined, { launchTemplate })).toEqual([]);
  expect(await said("aws:ec2/instance:Instance", { httpTokens: "optional" }, { launchTemplate })).toHaveLength(1);
});
