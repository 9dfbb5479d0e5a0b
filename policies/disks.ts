// SPDX-License-Identifier: Apache-2.0
import type { Problem } from "../cloud-init";
import { error, shown } from "../cloud-init/validate/problem";
import { safeDisk } from "../components/aws/safe";
import { hasLate, inside, late, type Look, type Looked, maps } from "./look";

const code = "disk/unencrypted";

/** Disks of AWS that are not encrypted. Google encrypts all of its own. */
export const openDisks: Record<string, Look> = {
  "aws:ebs/volume:Volume": ({ properties }) => disk(properties.encrypted, "encrypted"),
  "aws:ec2/instance:Instance": (machine) => ofMachine(machine),
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": (machine) => ofMachine(machine),
  "aws:ec2/launchConfiguration:LaunchConfiguration": (configuration) => ofMachine(configuration),
  "aws:ec2/launchTemplate:LaunchTemplate": (template) => ofTemplate(template),
};

function* ofMachine({ properties }: Looked): Generator<Problem> {
  const { rootBlockDevice, ebsBlockDevices, launchTemplate } = properties;
  // What the machine does not say of its first disk, its launch template does.
  if (rootBlockDevice !== undefined || launchTemplate === undefined)
    yield* disk(rootBlockDevice === late ? late : inside(rootBlockDevice, "encrypted"), "rootBlockDevice.encrypted");
  for (const [path, one] of maps(ebsBlockDevices, "ebsBlockDevices")) yield* disk(one.encrypted, `${path}.encrypted`);
}

function* ofTemplate({ properties: { blockDeviceMappings } }: Looked): Generator<Problem> {
  const all = [...maps(blockDeviceMappings, "blockDeviceMappings")];
  if (!hasLate(blockDeviceMappings) && !all.some(([, mapping]) => mayBeFirst(mapping)))
    yield error(
      "blockDeviceMappings",
      `has none for the first disk, which is as its image has it; map /dev/sda1 or /dev/xvda, as the image calls it, with ebs.encrypted "true"`,
      code,
    );
  for (const [path, { ebs }] of all)
    if (ebs !== undefined) yield* disk(inside(ebs, "encrypted"), `${path}.ebs.encrypted`);
}

/** AWS keeps these names for the first disk, and the image has one of them. */
const first = ["/dev/sda1", "/dev/xvda"];

function mayBeFirst({ deviceName = late, ebs }: Record<string, unknown>): boolean {
  return ebs !== undefined && (deviceName === late || first.includes(String(deviceName)));
}

/** A launch template has the same as a text. */
function* disk(encrypted: unknown, path: string): Generator<Problem> {
  if (encrypted === late || String(encrypted) === String(safeDisk.encrypted)) return;
  const given = encrypted === undefined ? "is missing" : `is ${shown(encrypted)}`;
  yield error(path, `${given}, so that the disk and its snapshots can be read; set it to true`, code);
}
