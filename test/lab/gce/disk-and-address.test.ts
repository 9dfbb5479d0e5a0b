// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from "node:fs";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { anInstance, emptyCloud, types, zone } from "./cloud-under-test";
import { fakes } from "./fake-machines";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));
jest.mock("node:child_process", () => jest.requireActual<{ programs: object }>("./fake-programs").programs);

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  fakes.clear();
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => remove());

const instance = `projects/my-project/zones/${zone}/instances/web`;
const withAddress = (natIp: unknown, name = "web") =>
  anInstance({ name, networkInterfaces: [{ network: "default", accessConfigs: [{ natIp }] }] });
const commands = () => [...fakes.values()].flatMap((fake) => fake.told.map(([name]) => name));

describe("a static address", () => {
  test("is the machine's, stays when it goes, and cannot go before it", async () => {
    const { id, state } = await gcp.create(types.address, { name: "front" });
    expect(state).toMatchObject({ region: "europe-west1", addressType: "EXTERNAL", users: [] });
    const made = await gcp.create(types.instance, withAddress(state.address));
    expect(made.state.networkInterfaces).toMatchObject([{ accessConfigs: [{ natIp: state.address }] }]);
    await expect(gcp.delete(types.address, id)).rejects.toThrow(/already being used by .*instances\/web/);
    await expect(gcp.create(types.instance, withAddress(state.address, "two"))).rejects.toThrow(/already in-use/);
    await gcp.delete(types.instance, instance);
    expect((await gcp.read(types.address, id)).state).toMatchObject({ address: state.address, users: [] });
    await gcp.delete(types.address, id);
    expect((await gcp.read(types.address, id)).id).toBe("");
  });

  test("of another region is not for it", async () => {
    const { state } = await gcp.create(types.address, { name: "front", region: "us-east1" });
    await expect(gcp.create(types.instance, withAddress(state.address))).rejects.toThrow(/not found in region/);
  });

  test("takes the place of one of the moment", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const reserved = await gcp.create(types.address, { name: "front" });
    const now = await gcp.update(types.instance, instance, state, anInstance(), withAddress(reserved.state.address));
    expect(now.networkInterfaces).toMatchObject([{ accessConfigs: [{ natIp: reserved.state.address }] }]);
  });
});

describe("a disk", () => {
  test("is on the machine from its first boot on, and stays when it goes", async () => {
    const { id, state } = await gcp.create(types.disk, { name: "data", size: 10 });
    const wish = { source: state.selfLink, deviceName: "docker-data" };
    await gcp.create(types.instance, anInstance({ attachedDisks: [wish] }));
    expect(commands()).toEqual(["blockdev-add", "device_add"]);
    expect((await gcp.read(types.disk, id)).state.users).toHaveLength(1);
    await expect(gcp.delete(types.disk, id)).rejects.toThrow(/already being used by/);
    await gcp.delete(types.instance, instance);
    await gcp.delete(types.disk, id);
    expect(readdirSync(folder)).toEqual(["machines"]);
  });

  test("comes and goes while the machine runs", async () => {
    await gcp.create(types.disk, { name: "data", size: 10 });
    const { state } = await gcp.create(types.instance, anInstance());
    const attachedDisks = [{ source: "data" }];
    await gcp.update(types.instance, instance, state, anInstance(), anInstance({ attachedDisks }));
    expect(commands()).toEqual(["blockdev-add", "device_add"]);
    await gcp.update(types.instance, instance, state, anInstance({ attachedDisks }), anInstance());
    expect(commands().slice(2)).toEqual(["device_del", "blockdev-del"]);
  });

  test("is attached by a resource of its own", async () => {
    const disk = await gcp.create(types.disk, { name: "data", size: 10 });
    await gcp.create(types.instance, anInstance());
    const inputs = { disk: disk.id, instance, deviceName: "extra" };
    const { id, state } = await gcp.create(types.attachedDisk, inputs);
    expect([id, state.deviceName]).toEqual([`${instance}/data`, "extra"]);
    await expect(gcp.create(types.attachedDisk, inputs)).rejects.toThrow(/already being used/);
    await gcp.delete(types.attachedDisk, id);
    expect((await gcp.read(types.attachedDisk, id)).id).toBe("");
  });

  test.each<[string, Properties, RegExp]>([
    ["too small", { size: 1 }, /Must be from 10 to 65536/],
    ["of a type that there is not", { type: "gp3" }, /Unknown disk type/],
    ["in a zone that there is not", { zone: "moon-1a" }, /Unknown zone/],
    ["with a bad name", { name: "-x" }, /resource\.name/],
  ])("is refused: %s", async (_name, changes, message) => {
    await expect(gcp.create(types.disk, { name: "data", size: 10, ...changes })).rejects.toThrow(message);
  });

  test("grows in place, and is replaced to shrink", async () => {
    const diff = async (size: number) =>
      (await gcp.diff(types.disk, { name: "d", size: 20 }, { name: "d", size })).paths;
    expect(await diff(30)).toEqual(["size"]);
    expect(await diff(10)).toEqual(["+size"]);
  });
});
