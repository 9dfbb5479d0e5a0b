// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isSecret, type Properties, secret, unknown } from "../../../tools/stand-ins/command-provider/values";
import type { CloudUnderTest } from "../cloud/under-test";
import { anInstance, aFirewall, emptyCloud, makeNetwork, types, zone } from "./cloud-under-test";
import { claimed, fakes, trouble } from "./fake-machines";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  fakes.clear();
  claimed.clear();
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => {
  remove();
  trouble.createMachine = undefined;
  jest.useRealTimers();
});

function inMinutes(minutes: number): void {
  const doNotFake: ("nextTick" | "queueMicrotask" | "setImmediate" | "setTimeout")[] = ["nextTick", "queueMicrotask"];
  jest.useFakeTimers({ now: Date.now() + minutes * 60_000, doNotFake: [...doNotFake, "setImmediate", "setTimeout"] });
}

const id = `projects/my-project/zones/${zone}/instances/web`;
const machine = () => join(folder, "machines", `my-project.zones.${zone}.instances.web`);
const image = { image: "rocky-linux-cloud/rocky-linux-9-optimized-gcp" };
const seen = () => JSON.parse(readFileSync(join(machine(), "instance.json"), "utf8")) as Properties;
const nic = (state: Properties) => (state.networkInterfaces as Properties[])[0];

describe("inputs", () => {
  test.each<[string, Properties, string, RegExp]>([
    ["an unknown property", { nope: 1 }, "nope", /Invalid or unknown key/],
    [
      "an unknown property deep inside",
      { bootDisk: { initializeParams: { sizeGb: 1 } } },
      "bootDisk.initializeParams.sizeGb",
      /unknown key/,
    ],
    ["no machine type", { machineType: null }, "machineType", /Missing required argument/],
    ["tags that are a text", { tags: "ssh" }, "tags", /expected type 'list'/],
    ["metadata with a number", { metadata: { a: 1 } }, 'metadata["a"]', /expected type 'string'/],
    [
      "a kind of network card that there is not",
      { networkInterfaces: [{ network: "default", nicType: "E1000" }] },
      "networkInterfaces[0].nicType",
      /one of/,
    ],
    [
      "two start-up scripts",
      { metadataStartupScript: "x", metadata: { "startup-script": "y" } },
      "metadataStartupScript",
      /both/,
    ],
    ["scopes left out", { serviceAccount: { email: "a@b" } }, "serviceAccount.scopes", /Missing required/],
  ])("refuses %s", async (_name, changes, property, reason) => {
    const { failures } = await gcp.check(types.instance, anInstance(changes));
    expect(Object.keys(failures)).toEqual([property]);
    expect(failures[property]).toMatch(reason);
  });

  test("takes values that are not known yet, and names what has no name", async () => {
    const { inputs, failures } = await gcp.check(
      types.instance,
      anInstance({
        name: undefined,
        metadata: unknown,
        bootDisk: unknown,
        networkInterfaces: [unknown],
        labels: { a: unknown },
      }),
    );
    expect(failures).toEqual({});
    expect(inputs.name).toMatch(/^name-[0-9a-f]{7}$/);
  });
});

describe("what the API refuses when the instance is made", () => {
  const long = "x".repeat(256 * 1024);
  test.each<[string, Properties, RegExp]>([
    ["a name with capitals", { name: "Web" }, /resource\.name': 'Web'\. Must be a match of regex/],
    ["a name of 64 letters", { name: "a".repeat(64) }, /resource\.name/],
    ["a zone that there is not", { zone: "europe-west1-z" }, /Unknown zone/],
    [
      "a machine type that there is not",
      { machineType: "t3.micro" },
      /Machine type with name 't3\.micro' does not exist/,
    ],
    ["an image of another architecture", { machineType: "t2a-standard-1" }, /ARM64 .* not compatible with X86_64/],
    [
      "an image that there is not",
      { bootDisk: { initializeParams: { image: "rocky-linux-cloud/rocky-linux-99" } } },
      /could not find image or family/,
    ],
    [
      "a disk smaller than its image",
      { bootDisk: { initializeParams: { image: "rocky-linux-cloud/rocky-linux-9", size: 10 } } },
      /smaller than the image size \(20 GB\)/,
    ],
    ["a tag with an underscore", { tags: ["a_b"] }, /resource\.tags\.items\[0\]/],
    ["a label with capitals", { labels: { Env: "x" } }, /Label keys/],
    ["a label value with capitals", { labels: { env: "Prod" } }, /Label values/],
    [
      "65 labels",
      { labels: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`l${n}`, ""])) },
      /At most 64 labels/,
    ],
    ["a metadata key with a dot", { metadata: { "a.b": "" } }, /resource\.metadata\.items\.key/],
    ["a metadata value of more than 256 KiB", { metadata: { a: `${long}x` } }, /'a' has 262145 bytes/],
    ["metadata of more than 512 KiB", { metadata: { a: long, b: long } }, /524290 bytes in total/],
    ["a network that there is not", { networkInterfaces: [{ network: "nope" }] }, /Error 404.*global\/networks\/nope/],
    ["no network", { networkInterfaces: [{}] }, /exactly one of network, subnetwork/],
    [
      "a spot machine that restarts",
      { scheduling: { provisioningModel: "SPOT", preemptible: true } },
      /automaticRestart/,
    ],
    [
      "a spot machine that is not preemptible",
      { scheduling: { provisioningModel: "SPOT", automaticRestart: false } },
      /scheduling\.preemptible/,
    ],
    [
      "a limited time without an action",
      { scheduling: { maxRunDuration: { seconds: 3600 } } },
      /termination action must be specified/,
    ],
    [
      "an action without a limited time",
      { scheduling: { instanceTerminationAction: "DELETE" } },
      /can only be specified/,
    ],
    [
      "a time of 10 seconds",
      { scheduling: { maxRunDuration: { seconds: 10 }, instanceTerminationAction: "DELETE" } },
      /from 30 to 10368000/,
    ],
    ["GPUs without an end at maintenance", { machineType: "g2-standard-4" }, /accelerators do not support live migra/],
    ["bare metal without it", { machineType: "c3-standard-192-metal" }, /onHostMaintenance': 'MIGRATE'/],
    [
      "a machine that can only be moved, with it",
      { scheduling: { onHostMaintenance: "TERMINATE" } },
      /e2 instances do not support onHostMaintenance=TERMINATE unless they are preemptible/,
    ],
    [
      "another such",
      { machineType: "z3-highmem-14-standardlssd", scheduling: { onHostMaintenance: "TERMINATE" } },
      /must be set to MIGRATE for machine type - z3-highmem-14-standardlssd/,
    ],
    [
      "an address that nobody reserved",
      { networkInterfaces: [{ network: "default", accessConfigs: [{ natIp: "127.99.9.9" }] }] },
      /was not found in region 'europe-west1'/,
    ],
    ["a disk that there is not", { attachedDisks: [{ source: "nope" }] }, /Error 404.*disks\/nope/],
  ])("%s", async (_name, changes, message) => {
    await expect(gcp.create(types.instance, anInstance(changes))).rejects.toThrow(message);
    expect(existsSync(join(folder, "instances"))).toBe(false);
  });

  test("a second one of the same name", async () => {
    await gcp.create(types.instance, anInstance());
    await expect(gcp.create(types.instance, anInstance())).rejects.toThrow(/Error 409.*already exists/);
  });
});

describe("a machine", () => {
  test("is what Google's are, for itself and for those who ask", async () => {
    const { id: made, state } = await gcp.create(
      types.instance,
      anInstance({ metadata: { a: "1" }, labels: { env: "lab" } }),
    );
    expect(made).toBe(id);
    const fake = fakes.get(machine());
    expect(fake?.settings).toMatchObject({ diskGiB: 20, smbios: { product: "Google Compute Engine" } });
    expect(seen()).toMatchObject({ name: "web", id: state.instanceId, metadata: { a: "1" }, tags: ["ssh"], zone });
    expect(state).toMatchObject({
      currentStatus: "RUNNING",
      project: "my-project",
      zone,
      effectiveLabels: { env: "lab", "goog-pulumi-provisioned": "true" },
      scheduling: { automaticRestart: true, provisioningModel: "STANDARD" },
      networkInterfaces: [
        { networkIp: "10.128.0.2", accessConfigs: [{ natIp: expect.stringMatching(/^127\./) as string }] },
      ],
    });
  });

  test("that does not start leaves nothing", async () => {
    trouble.createMachine = new Error("QEMU did not start");
    await expect(gcp.create(types.instance, anInstance())).rejects.toThrow("QEMU did not start");
    expect(claimed.size).toBe(0);
    expect(existsSync(join(folder, "instances"))).toBe(false);
  });

  test("without an access config has no address outside", async () => {
    const { state } = await gcp.create(types.instance, anInstance({ networkInterfaces: [{ network: "default" }] }));
    expect(nic(state)).toMatchObject({ networkIp: "10.128.0.2", accessConfigs: [] });
  });

  test("keeps secret metadata secret", async () => {
    const { state } = await gcp.create(types.instance, anInstance({ metadata: { a: secret("s") } }));
    expect(isSecret(state.metadata)).toBe(true);
  });

  test("that is off loses an address that was not reserved", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const fake = fakes.get(machine());
    if (fake) fake.running = false;
    const now = await gcp.read(types.instance, id, state);
    expect(now.state).toMatchObject({
      currentStatus: "TERMINATED",
      networkInterfaces: [{ accessConfigs: [{ natIp: "" }] }],
    });
  });

  test("that is protected is not deleted, and then it is", async () => {
    await gcp.create(types.instance, anInstance({ deletionProtection: true }));
    await expect(gcp.delete(types.instance, id)).rejects.toThrow(/deletion protection is enabled/);
    await gcp.update(types.instance, id, {}, anInstance({ deletionProtection: true }), anInstance());
    await gcp.delete(types.instance, id);
    expect(fakes.has(machine())).toBe(false);
    expect(claimed.size).toBe(0);
    expect((await gcp.read(types.instance, id)).id).toBe("");
  });

  test.each([
    ["DELETE", { id: "" }],
    ["STOP", { id, state: { currentStatus: "TERMINATED" } }],
  ])("whose time is over ends by %s", async (instanceTerminationAction, found) => {
    const scheduling = { maxRunDuration: { seconds: 3600 }, instanceTerminationAction };
    await gcp.create(types.instance, anInstance({ scheduling }));
    expect(await gcp.read(types.instance, id)).toMatchObject({ id, state: { currentStatus: "RUNNING" } });
    inMinutes(60);
    expect(await gcp.read(types.instance, id)).toMatchObject(found);
    expect(fakes.get(machine())?.running ?? false).toBe(false);
  });

  test("whose time is not over begins it anew when it is stopped and started", async () => {
    const scheduling = { maxRunDuration: { seconds: 3600 }, instanceTerminationAction: "DELETE" };
    await gcp.create(types.instance, anInstance({ scheduling }));
    inMinutes(40);
    const larger = anInstance({ scheduling, machineType: "e2-standard-2", allowStoppingForUpdate: true });
    await gcp.update(types.instance, id, {}, anInstance({ scheduling }), larger);
    inMinutes(40);
    expect(await gcp.read(types.instance, id)).toMatchObject({ id, state: { currentStatus: "RUNNING" } });
    inMinutes(20);
    expect((await gcp.read(types.instance, id)).id).toBe("");
  });

  test("that has powered itself off is not deleted, whatever its time", async () => {
    const scheduling = { maxRunDuration: { seconds: 3600 }, instanceTerminationAction: "DELETE" };
    await gcp.create(types.instance, anInstance({ scheduling }));
    const own = fakes.get(machine());
    if (own) own.running = false;
    inMinutes(60);
    expect(await gcp.read(types.instance, id)).toMatchObject({ id, state: { currentStatus: "TERMINATED" } });
  });
});

describe("a change", () => {
  test.each<[string, Properties, string[]]>([
    ["nothing", {}, []],
    ["of metadata is made in place", { metadata: { a: "2" } }, ["metadata.a", 'metadata["enable-guest-attributes"]']],
    ["of labels is made in place", { labels: { a: "b" } }, ["labels"]],
    ["of tags is made in place", { tags: ["other"] }, ["tags[0]"]],
    ["of the machine type is made in place", { machineType: "e2-small" }, ["machineType"]],
    ["of deletion protection is made in place", { deletionProtection: true }, ["deletionProtection"]],
    ["of the start-up script's own property replaces", { metadataStartupScript: "x" }, ["+metadataStartupScript"]],
    ["of the name replaces", { name: "other" }, ["+name"]],
    ["of the zone replaces", { zone: "europe-west1-c" }, ["+zone"]],
    [
      "of the image replaces",
      { bootDisk: { initializeParams: { image: "x", size: 20 } } },
      ["+bootDisk.initializeParams.image"],
    ],
    ["of the model replaces", { scheduling: { provisioningModel: "SPOT" } }, ["scheduling"]],
  ])("%s", async (_name, changes, paths) => {
    const [olds, news] = [
      await gcp.accepted(types.instance, anInstance()),
      await gcp.accepted(types.instance, anInstance(changes)),
    ];
    expect((await gcp.diff(types.instance, olds, news)).paths).toEqual(paths);
  });

  test("the guest sees new metadata, and goes on running with its address", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const fake = fakes.get(machine());
    const now = await gcp.update(types.instance, id, state, anInstance(), anInstance({ metadata: { b: "2" } }));
    expect(seen().metadata).toEqual({ b: "2" });
    expect(fakes.get(machine())).toBe(fake);
    expect(nic(now)).toEqual(nic(state));
  });

  test("that nobody has made is not seen by a refresh", async () => {
    const inputs = await gcp.accepted(types.instance, anInstance());
    const { state } = await gcp.create(types.instance, inputs);
    const now = await gcp.read(types.instance, id, state, inputs);
    expect((await gcp.diff(types.instance, now.inputs, inputs)).paths).toEqual([]);
  });

  test("for which it has to be off is refused unless that is allowed", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const change = (more: Properties) =>
      gcp.update(types.instance, id, state, anInstance(), anInstance({ machineType: "e2-small", ...more }));
    await expect(change({})).rejects.toThrow(/allow_stopping_for_update/);
    expect(await change({ allowStoppingForUpdate: true })).toMatchObject({
      machineType: "e2-small",
      currentStatus: "RUNNING",
    });
  });

  test("of its disk's size is made in place, and never makes it smaller", async () => {
    const sized = (size: number) => anInstance({ bootDisk: { initializeParams: { ...image, size } } });
    const { state } = await gcp.create(types.instance, sized(20));
    expect((await gcp.diff(types.instance, sized(20), sized(30), { state })).paths).toEqual([
      "bootDisk.initializeParams.size",
    ]);
    const grown = await gcp.update(types.instance, id, state, sized(20), sized(30));
    expect(fakes.get(machine())?.told.at(-1)).toEqual(["block_resize", { device: "virtio0", size: 30 * 1024 ** 3 }]);
    await expect(gcp.update(types.instance, id, grown, sized(30), sized(25))).rejects.toThrow(/cannot be smaller/);
  });

  test("to a type with GPUs is refused, as what becomes of it at maintenance is set before its type", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const gpu = anInstance({
      ...{ machineType: "g2-standard-4", allowStoppingForUpdate: true },
      scheduling: { onHostMaintenance: "TERMINATE" },
    });
    await expect(gcp.update(types.instance, id, state, anInstance(), gpu)).rejects.toThrow(
      /e2 instances do not support/,
    );
    expect(seen().machineType).toBe("e2-medium");
  });

  test("of its tags opens and closes its port", async () => {
    const networkInterfaces = [makeNetwork(folder)];
    const { state } = await gcp.create(types.instance, anInstance({ networkInterfaces }));
    await gcp.create(types.firewall, aFirewall({ network: "hosts" }));
    expect(fakes.get(machine())?.forwards).toHaveLength(1);
    await gcp.update(types.instance, id, state, anInstance(), anInstance({ networkInterfaces, tags: [] }));
    expect(fakes.get(machine())?.forwards).toEqual([]);
  });
});

describe("a preview", () => {
  test("does not know addresses before there are any", async () => {
    const { state } = await gcp.create(types.instance, anInstance(), { preview: true });
    expect(nic(state)).toEqual({ network: "default", networkIp: unknown, accessConfigs: [{ natIp: unknown }] });
    expect(state).toMatchObject({ instanceId: unknown, currentStatus: unknown });
    expect(existsSync(join(folder, "instances"))).toBe(false);
  });

  test("knows them afterwards", async () => {
    const { state } = await gcp.create(types.instance, anInstance());
    const news = anInstance({ labels: { a: "b" } });
    const planned = await gcp.update(types.instance, id, state, anInstance(), news, { preview: true });
    expect(nic(planned)).toMatchObject({
      networkIp: "10.128.0.2",
      accessConfigs: [{ natIp: (nic(state)?.accessConfigs as Properties[])[0]?.natIp }],
    });
  });
});
