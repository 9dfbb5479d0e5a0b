// SPDX-License-Identifier: Apache-2.0
// Images of one's own: what Compute Engine and its plugin make of them, and machines that boot from them.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { anInstance, emptyCloud, types, zone } from "./cloud-under-test";
import { fakes } from "./fake-machines";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  fakes.clear();
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => remove());

const web = `projects/my-project/zones/${zone}/instances/web`;
const off = (changes: Properties = {}) => anInstance({ desiredStatus: "TERMINATED", ...changes });
const disk = `https://www.googleapis.com/compute/v1/projects/my-project/zones/${zone}/disks/web`;
const anImage = (changes: Properties = {}) => ({ name: "own", sourceDisk: disk, ...changes });
const left = () => readdirSync(folder).filter((name) => name !== "machines");
const from = (image: string, changes: Properties = {}) =>
  anInstance({ name: "two", bootDisk: { initializeParams: { image, size: 20 } }, ...changes });
const of = (name: string) => fakes.get(join(folder, "machines", `my-project.zones.${zone}.instances.${name}`));

describe("the status that is wished for", () => {
  test("is the machine's after it was made, and nobody's where it is not said", async () => {
    const { state } = await gcp.create(types.instance, off());
    expect([state.desiredStatus, state.currentStatus, of("web")?.running]).toEqual(["TERMINATED", "TERMINATED", false]);
    const other = await gcp.create(types.instance, anInstance({ name: "two" }));
    expect([other.state.desiredStatus, other.state.currentStatus]).toEqual([undefined, "RUNNING"]);
  });

  test("switches it off and on in place, and the wish of before is told what has become of it", async () => {
    const made = await gcp.create(types.instance, anInstance());
    const { paths } = await gcp.diff(types.instance, anInstance(), off(), { state: made.state });
    expect(paths).toEqual(["desiredStatus"]);
    const stopped = await gcp.update(types.instance, web, made.state, anInstance(), off());
    expect([stopped.currentStatus, of("web")?.running]).toEqual(["TERMINATED", false]);
    const on = anInstance({ desiredStatus: "RUNNING" });
    const started = await gcp.update(types.instance, web, stopped, off(), on);
    expect([started.currentStatus, of("web")?.running]).toEqual(["RUNNING", true]);
    const own = of("web");
    if (own) own.running = false;
    const found = await gcp.read(types.instance, web, started, on);
    expect(found.inputs.desiredStatus).toBe("TERMINATED");
    expect((await gcp.update(types.instance, web, found.state, on, on)).currentStatus).toBe("RUNNING");
  });

  test("no longer said leaves the machine as it is", async () => {
    const { state } = await gcp.create(types.instance, off());
    expect((await gcp.update(types.instance, web, state, off(), anInstance())).currentStatus).toBe("TERMINATED");
  });

  test("off: it stays so after a change for which it has to be, and nobody has to allow that", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const small = off({ machineType: "e2-small" });
    const now = await gcp.update(types.instance, web, state, anInstance(), small);
    expect([now.machineType, now.currentStatus]).toEqual(["e2-small", "TERMINATED"]);
  });

  test.each(["STOPPED", "SUSPENDED"])("%s is refused", async (desiredStatus) => {
    const { failures } = await gcp.check(types.instance, anInstance({ desiredStatus }));
    expect(Object.keys(failures)).toEqual(["desiredStatus"]);
  });
});

describe("an image", () => {
  test("is of a machine's disk, and has from it what it is not told", async () => {
    await gcp.create(types.instance, off({ bootDisk: { initializeParams: { image: "rocky-linux-9", size: 25 } } }));
    const key = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
    const given = anImage({
      ...{ family: "fam", labels: { a: "b" }, description: "d", storageLocations: ["europe-west1"] },
      imageEncryptionKey: { kmsKeySelfLink: `${key}/cryptoKeyVersions/1` },
    });
    const { id, state } = await gcp.create(types.image, given);
    expect(id).toBe("projects/my-project/global/images/own");
    expect(state).toMatchObject({
      ...{ diskSizeGb: 25, family: "fam", project: "my-project", storageLocations: ["europe-west1"] },
      effectiveLabels: { a: "b", "goog-pulumi-provisioned": "true" },
      imageEncryptionKey: { kmsKeySelfLink: key },
      selfLink: `https://www.googleapis.com/compute/v1/${id}`,
    });
    expect(state.guestOsFeatures).toContainEqual({ type: "UEFI_COMPATIBLE" });
    expect((await gcp.diff(types.image, given, given, { state })).paths).toEqual([
      "+imageEncryptionKey.kmsKeySelfLink",
    ]);
    expect(readdirSync(join(folder, "image-files"))).toEqual(["my-project.global.images.own.qcow2"]);
  });

  test("of a disk by a part of its link is the same on the next update, and another text is another image", async () => {
    await gcp.create(types.instance, off());
    const given = anImage({ sourceDisk: `projects/my-project/zones/${zone}/disks/web` });
    const { state } = await gcp.create(types.image, given);
    const changes = async (more: Properties) =>
      (await gcp.diff(types.image, given, { ...given, ...more }, { state })).paths;
    expect(await changes({})).toEqual([]);
    expect(await changes({ labels: { a: "b" } })).toEqual(["labels"]);
    expect(await changes({ description: "x" })).toEqual(["+description"]);
    expect(await changes({ family: "x" })).toEqual(["+family"]);
  });

  test("is not made while its machine runs", async () => {
    await gcp.create(types.instance, anInstance());
    await expect(gcp.create(types.image, anImage())).rejects.toThrow(
      `The disk resource 'projects/my-project/zones/${zone}/disks/web' is already being used by '${web}', resourceInUseByAnotherResource`,
    );
    expect(existsSync(join(folder, "images"))).toBe(false);
  });

  test.each<[string, Properties, RegExp]>([
    ["no source", { sourceDisk: null }, /Must specify exactly one source/],
    ["a disk by its name alone", { sourceDisk: "web" }, /resource\.sourceDisk.*malformed/],
    ["a disk that there is not", { sourceDisk: disk.replace("web", "no") }, /Error 404.*disks\/no/],
    ["a name with capitals", { name: "Own" }, /resource\.name/],
    ["a name of 64 letters", { name: "a".repeat(64) }, /resource\.name/],
    ["a family with a dot", { family: "rocky.9" }, /resource\.family/],
    ["a label with capitals", { labels: { A: "b" } }, /Label keys/],
    ["a label's value of 64 letters", { labels: { a: "b".repeat(64) } }, /Label values/],
    ["a description of 2049 letters", { description: "x".repeat(2049) }, /at most 2048/],
    ["two places", { storageLocations: ["us", "eu"] }, /storageLocations/],
    ["a place that there is not", { storageLocations: ["europe"] }, /storageLocations/],
    ["a size below its disk's", { diskSizeGb: 10 }, /smaller than its disk \(20 GB\)/],
    ["no key", { imageEncryptionKey: { kmsKeySelfLink: "k" } }, /imageEncryptionKey\.kmsKeyName/],
  ])("is refused with %s", async (_name, changes, message) => {
    await gcp.create(types.instance, off());
    await expect(gcp.create(types.image, anImage(changes))).rejects.toThrow(message);
    expect(existsSync(join(folder, "images"))).toBe(false);
  });

  test("is refused with a feature that there is not, and a name that there is", async () => {
    const { failures } = await gcp.check(types.image, anImage({ guestOsFeatures: [{ type: "TURBO" }] }));
    expect(Object.keys(failures)).toEqual(["guestOsFeatures[0].type"]);
    await gcp.create(types.instance, off());
    await gcp.create(types.image, anImage());
    await expect(gcp.create(types.image, anImage())).rejects.toThrow(/Error 409.*images\/own/);
  });

  test("stays when its machine goes, is taken over by its id, and goes by itself", async () => {
    await gcp.create(types.instance, off());
    const { id } = await gcp.create(types.image, anImage({ labels: { a: "b" } }));
    await gcp.delete(types.instance, web);
    expect(await gcp.read(types.image, id)).toMatchObject({
      ...{ id, state: { name: "own", labels: { a: "b" } } },
      inputs: { name: "own", labels: { a: "b" }, sourceDisk: disk },
    });
    await gcp.delete(types.image, id);
    expect((await gcp.read(types.image, id)).id).toBe("");
    expect(left()).toEqual([]);
  });
});

describe("a machine from an image of one's own", () => {
  beforeEach(async () => {
    await gcp.create(types.instance, off());
    await gcp.create(types.image, anImage({ family: "fam" }));
  });

  test.each([
    ["link", "https://www.googleapis.com/compute/v1/projects/my-project/global/images/own"],
    ["path", "projects/my-project/global/images/own"],
    ["short form", "my-project/own"],
    ["name", "own"],
    ["family", "projects/my-project/global/images/family/fam"],
    ["family in its short form", "my-project/fam"],
    ["mere family", "family/fam"],
  ])("by its %s boots that, and is another instance", async (_what, image) => {
    const { state } = await gcp.create(types.instance, from(image));
    expect(of("two")?.copied).toBe(join(folder, "image-files", "my-project.global.images.own.qcow2"));
    expect(state.bootDisk).toMatchObject({
      initializeParams: { image: "https://www.googleapis.com/compute/v1/projects/my-project/global/images/own" },
    });
    const { state: other } = await gcp.read(types.instance, web);
    expect(state.instanceId).not.toBe(other.instanceId);
  });

  test("by its link or path sees no difference on the next update, and neither when the image is gone", async () => {
    for (const host of ["", "https://www.googleapis.com/compute/v1/"]) {
      const inputs = from(`${host}projects/my-project/global/images/own`, { name: host ? "three" : "two" });
      const { id, state } = await gcp.create(types.instance, inputs);
      expect((await gcp.diff(types.instance, inputs, inputs, { state })).paths).toEqual([]);
      await gcp.delete(types.image, "projects/my-project/global/images/own");
      const labelled = { ...inputs, labels: { a: "b" } };
      expect(await gcp.update(types.instance, id, state, inputs, labelled)).toMatchObject({ labels: { a: "b" } });
      await gcp.create(types.image, anImage());
    }
  });

  test("is refused where its disk is smaller, its processor another, or a name is none of a family", async () => {
    await gcp.create(types.image, anImage({ name: "large", diskSizeGb: 50 }));
    await expect(gcp.create(types.instance, from("my-project/large"))).rejects.toThrow(/image size \(50 GB\)/);
    const arm = from("my-project/own", { machineType: "t2a-standard-1" });
    await expect(gcp.create(types.instance, arm)).rejects.toThrow(/ARM64 .* not compatible with X86_64/);
    const family = from("projects/my-project/global/images/fam");
    await expect(gcp.create(types.instance, family)).rejects.toThrow(/could not find image or family/);
  });
});

describe("images are found", () => {
  const getImage = (inputs: Properties) => gcp.invoke("gcp:compute/getImage:getImage", inputs);
  const names = async (filter?: string) => {
    const { images } = await gcp.invoke("gcp:compute/getImages:getImages", filter === undefined ? {} : { filter });
    return (images as { name: string }[]).map(({ name }) => name);
  };
  beforeEach(async () => {
    jest.useFakeTimers({ now: Date.parse("2026-10-01"), doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
    await gcp.create(types.instance, off());
    await gcp.create(types.image, anImage({ name: "old", family: "fam", labels: { digest: "1" } }));
    jest.setSystemTime(Date.parse("2026-11-01"));
    await gcp.create(types.image, anImage({ name: "new", family: "fam", labels: { digest: "2" } }));
    await gcp.create(types.image, anImage({ name: "other", labels: { digest: "2" } }));
  });
  afterEach(() => jest.useRealTimers());

  test("by name, and by family the newest that nobody has deprecated", async () => {
    expect(await getImage({ name: "old" })).toMatchObject({ status: "READY", labels: { digest: "1" }, diskSizeGb: 20 });
    expect((await getImage({ family: "fam" })).name).toBe("new");
    writeFileSync(join(folder, "deprecated-images.json"), JSON.stringify(["new"]));
    expect((await getImage({ family: "fam" })).name).toBe("old");
    await expect(getImage({ family: "none" })).rejects.toThrow(/Error 404.*images\/family\/none/);
  });

  test("by a filter: all that fit, and one alone where that is asked for", async () => {
    expect(await names()).toEqual(["new", "old", "other"]);
    expect(await names("labels.digest = 2")).toEqual(["new", "other"]);
    expect(await names('(labels.digest = "2") (family = "fam") (status = READY)')).toEqual(["new"]);
    expect(await names("labels.none:*")).toEqual([]);
    expect(await names('name eq "o.*"')).toEqual(["old", "other"]);
    expect((await getImage({ filter: "family = fam", mostRecent: true })).name).toBe("new");
    await expect(getImage({ filter: "family = fam" })).rejects.toThrow(/more than one image or no image/);
    await expect(names("labels.digest ~ 2")).rejects.toThrow(/does not understand the filter/);
  });
});
