// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from "node:fs";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { emptyCloud, types } from "./cloud-under-test";

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => remove());

const rocky = "projects/rocky-linux-cloud/global/images/rocky-linux-9-v20260609";
const disk = (changes: Properties = {}) => ({ boot: true, sourceImage: rocky, diskSizeGb: 20, ...changes });
const aTemplate = (changes: Properties = {}) => ({
  name: "runner",
  machineType: "e2-medium",
  disks: [disk()],
  networkInterfaces: [{ network: "default" }],
  ...changes,
});

test("a template is for all regions, has a link that no other has, and is none of a machine", async () => {
  const { id, state } = await gcp.create(types.instanceTemplate, aTemplate());
  expect(id).toBe("projects/my-project/global/instanceTemplates/runner");
  expect(state.selfLinkUnique).toBe(
    `https://www.googleapis.com/compute/v1/${id}?uniqueId=${state.numericId as string}`,
  );
  expect(readdirSync(folder)).toEqual(["instance-templates"]);
  await expect(gcp.create(types.instanceTemplate, aTemplate())).rejects.toThrow(/Error 409/);
  await gcp.delete(types.instanceTemplate, id);
  expect(readdirSync(folder)).toEqual([]);
});

test("one is found by its description; of several the newest, and none is an error", async () => {
  const find = (description: string) =>
    gcp.invoke("gcp:compute/getInstanceTemplate:getInstanceTemplate", {
      ...{ filter: `description = "${description}"`, mostRecent: true },
    });
  await expect(find("from a")).rejects.toThrow("returned 0 instance template(s)");
  for (const name of ["one", "two"])
    await gcp.create(types.instanceTemplate, aTemplate({ name, description: "from a" }));
  expect(await find("from a")).toMatchObject({ description: "from a" });
  await expect(find("from b")).rejects.toThrow("returned 0 instance template(s)");
});

test("every change makes another one, and the same words none", async () => {
  const given = await gcp.accepted(types.instanceTemplate, aTemplate());
  const { state } = await gcp.create(types.instanceTemplate, given);
  const changes = async (more: Properties) =>
    (await gcp.diff(types.instanceTemplate, given, { ...given, ...more }, { state })).paths;
  expect(await changes({})).toEqual([]);
  const all = { labels: { a: "b" }, metadata: { a: "b" }, machineType: "e2-small", tags: ["a"] };
  for (const [name, value] of Object.entries(all))
    expect((await changes({ [name]: value })).every((path) => path.startsWith(`+${name}`))).toBe(true);
  expect(await changes({ disks: [disk({ diskSizeGb: 30 })] })).toEqual(["+disks[0].diskSizeGb"]);
});

test.each<[string, Properties, RegExp]>([
  ["no boot disk", { disks: [disk({ boot: false })] }, /Exactly one disk/],
  ["an image that there is not", { disks: [disk({ sourceImage: "nope" })] }, /could not find image/],
  ["a disk smaller than its image", { disks: [disk({ diskSizeGb: 10 })] }, /image size \(20 GB\)/],
  ["a disk type by its link", { disks: [disk({ diskType: "zones/z/diskTypes/pd-ssd" })] }, /Only the name/],
  ["an image of another processor", { machineType: "t2a-standard-1" }, /architecture ARM64/],
  ["a machine type that there is not", { machineType: "t3.micro" }, /Unknown machine type/],
  ["a label with capitals", { labels: { A: "" } }, /Label keys/],
  ["a tag with an underscore", { tags: ["a_b"] }, /tags\.items\[0\]/],
  ["no network that there is", { networkInterfaces: [{ network: "nope" }] }, /Error 404/],
  ["GPUs without an end at maintenance", { machineType: "g2-standard-4" }, /live migra/],
  ["too much metadata", { metadata: { a: "x".repeat(256 * 1024 + 1) } }, /262145 bytes/],
])("is refused with %s", async (_what, changes, message) => {
  await expect(gcp.create(types.instanceTemplate, aTemplate(changes))).rejects.toThrow(message);
  expect(readdirSync(folder)).toEqual([]);
});

test("a family stays one, so that each machine boots its newest image", async () => {
  const family = "projects/rocky-linux-cloud/global/images/family/rocky-linux-9";
  const given = aTemplate({ disks: [disk({ sourceImage: family, autoDelete: true })] });
  const { state } = await gcp.create(types.instanceTemplate, given);
  expect(state.disks).toMatchObject([{ sourceImage: family }]);
  expect((await gcp.diff(types.instanceTemplate, given, given, { state })).paths).toEqual([]);
});
