// SPDX-License-Identifier: Apache-2.0
import { later, violations } from "./violations";

const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
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
  ["first disk of a launch configuration", configuration, {}, "rootBlockDevice.encrypted: is missing"],
  [
    "second disk of a launch configuration",
    configuration,
    { rootBlockDevice: root, ebsBlockDevices: [{ deviceName: "/dev/sdg", encrypted: false }] },
    "ebsBlockDevices[0].encrypted: is false",
  ],
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

const mapping = (deviceName: unknown) => ({ deviceName, ebs: { encrypted: "true" } });

test.each<[string, object]>([
  ["nothing", {}],
  ["no disk", { blockDeviceMappings: [] }],
  ["another disk alone", { blockDeviceMappings: [mapping("/dev/sdf")] }],
  ["that there is no such", { blockDeviceMappings: [{ deviceName: "/dev/sda1", noDevice: "" }] }],
])("a template that says %s leaves its first disk as the image has it, and is refused", async (_what, props) => {
  expect(await said(template, props)).toEqual([
    'disk-encrypted: blockDeviceMappings: has none for the first disk, which is as its image has it; map /dev/sda1 or /dev/xvda, as the image calls it, with ebs.encrypted "true" (disk/unencrypted)',
  ]);
});

test.each<[string, string, object]>([
  ["a volume", volume, { encrypted: true }],
  ["one that is known later", volume, { encrypted: later }],
  ["a machine", instance, { rootBlockDevice: root, ebsBlockDevices: [root] }],
  ["a machine whose disk is known later", instance, { rootBlockDevice: later }],
  ["a machine of a launch template", instance, { launchTemplate: { id: "lt-0a" } }],
  ["a template", template, { blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { noDevice: "" }] }],
  ["a template of two disks", template, { blockDeviceMappings: [mapping("/dev/sdf"), mapping("/dev/xvda")] }],
  ["a template whose disk's name is known later", template, { blockDeviceMappings: [mapping(later)] }],
  ["a template of a disk that is known later", template, { blockDeviceMappings: [mapping("/dev/sdf"), later] }],
  ["a launch configuration", configuration, { rootBlockDevice: root, ebsBlockDevices: [root] }],
  ["a template whose disks are known later", template, { blockDeviceMappings: later }],
])("%s passes", async (_what, type, props) => {
  expect(await said(type, props)).toEqual([]);
});
