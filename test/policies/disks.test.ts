// SPDX-License-Identifier: Apache-2.0
import { later, violations } from "./violations";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const volume = "aws:ebs/volume:Volume";
/** What else is demanded of such a machine. */
const rest = { metadataOptions: { httpTokens: "required" }, userDataReplaceOnChange: true };
const root = { encrypted: true };
const said = (type: string, props: object) => violations([{ type, props: { ...rest, ...props } }]);

test.each<[string, string, object, string]>([
  ["volume that says nothing", volume, {}, "encrypted: is missing"],
  ["volume", volume, { encrypted: false }, "encrypted: is false"],
  ["machine that says nothing of its disk", instance, {}, "rootBlockDevice.encrypted: is missing"],
  ["first disk", instance, { rootBlockDevice: { encrypted: false } }, "rootBlockDevice.encrypted: is false"],
  [
    "second disk",
    instance,
    { rootBlockDevice: root, ebsBlockDevices: [root, { deviceName: "/dev/sdg" }] },
    "ebsBlockDevices[1].encrypted: is missing",
  ],
  [
    "first disk of a machine of a launch template",
    instance,
    { launchTemplate: { id: "lt-0a" }, rootBlockDevice: { volumeSize: 9 } },
    "rootBlockDevice.encrypted: is missing",
  ],
  ["template that says nothing", template, {}, "blockDeviceMappings[0].ebs.encrypted: is missing"],
  [
    "disk of a template",
    template,
    { blockDeviceMappings: [{ ebs: { encrypted: "false" } }] },
    'blockDeviceMappings[0].ebs.encrypted: is "false"',
  ],
])("a %s is refused where it is not encrypted", async (_what, type, props, start) => {
  expect(await said(type, props)).toEqual([
    `disk-encrypted: ${start}, so that the disk and its snapshots can be read; set it to true (disk/unencrypted)`,
  ]);
});

test.each<[string, string, object]>([
  ["a volume", volume, { encrypted: true }],
  ["one that is known later", volume, { encrypted: later }],
  ["a machine", instance, { rootBlockDevice: root, ebsBlockDevices: [root] }],
  ["a machine whose disk is known later", instance, { rootBlockDevice: later }],
  ["a machine of a launch template", instance, { launchTemplate: { id: "lt-0a" } }],
  ["a template", template, { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { noDevice: "" }] }],
  ["a template whose disks are known later", template, { blockDeviceMappings: later }],
])("%s passes", async (_what, type, props) => {
  expect(await said(type, props)).toEqual([]);
});
