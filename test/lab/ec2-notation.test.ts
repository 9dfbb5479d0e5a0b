// SPDX-License-Identifier: Apache-2.0
// What EC2 gives back in other words than it was given, and what the provider makes of that on the next update.
import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { ec2, instanceArgs, types } from "./ec2/under-test";

jest.mock("./cloud/loopback", () => ({ claimAddress: () => Promise.resolve("127.99.0.1"), releaseAddress: () => {} }));

let cloud: ScratchCloud;
let provider: CloudUnderTest;
beforeEach(async () => {
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const alias = "arn:aws:kms:eu-central-1:123456789012:alias/disks";
const volume = (kmsKeyId: string) => ({ availabilityZone: "eu-central-1a", size: 5, encrypted: true, kmsKeyId });
const root = (kmsKeyId: string) => ({ ...instanceArgs, rootBlockDevice: { encrypted: true, kmsKeyId } });

/** What the next update of the same program changes. */
async function next(type: string, inputs: Properties, ignoreChanges: string[] = []) {
  const { state } = await provider.create(type, inputs);
  const accepted = await provider.accepted(type, inputs);
  return { state, paths: (await provider.diff(type, accepted, accepted, { state, ignoreChanges })).paths };
}

test("a key by its ARN stays, and one by its alias replaces volume and machine with each update", async () => {
  expect((await next(types.volume, volume(key))).paths).toEqual([]);
  expect((await next(types.instance, root(key))).paths).toEqual([]);
  const data = await next(types.volume, volume(alias));
  expect(data.paths).toEqual(["+kmsKeyId"]);
  expect(data.state.kmsKeyId).toMatch(/^arn:aws:kms:eu-central-1:123456789012:key\/[0-9a-f]{8}-/);
  expect((await next(types.instance, root(alias))).paths).toEqual(["+rootBlockDevice.kmsKeyId"]);
  expect((await next(types.instance, root(alias), ["rootBlockDevice"])).paths).toEqual([]);
});

test("a network of IPv6 comes back in EC2's notation once it is read", async () => {
  const { id: securityGroupId } = await provider.create(types.group, {});
  const given = (cidrIpv6: string) => ({ securityGroupId, cidrIpv6, ipProtocol: "tcp", fromPort: 22, toPort: 22 });
  const seen = async (cidrIpv6: string) => {
    const inputs = given(cidrIpv6);
    const { id, state } = await provider.create(types.ingress, inputs);
    const now = await provider.read(types.ingress, id, state, inputs);
    return (await provider.diff(types.ingress, now.inputs, inputs, { state: now.state })).paths;
  };
  expect(await seen("2001:db8:0:1::/64")).toEqual([]);
  expect(await seen("2001:DB8:0:2::/64")).toEqual(["cidrIpv6"]);
  expect(await seen("2001:0db8:0:3::/64")).toEqual(["cidrIpv6"]);
});
