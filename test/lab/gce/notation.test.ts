// SPDX-License-Identifier: Apache-2.0
// What Google gives back in other words than it was given, and what the plugin makes of that on the next update.
import type { Properties } from "../../../tools/stand-ins/command-provider/values";
import { anInstance, aFirewall, emptyCloud, types } from "./cloud-under-test";
import { claimed, fakes } from "./fake-machines";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));
jest.mock("node:child_process", () => jest.requireActual<{ programs: object }>("./fake-programs").programs);

/** What the next update of the same program changes. */
async function next(type: string, inputs: Properties): Promise<string[]> {
  fakes.clear();
  claimed.clear();
  const { gcp, remove } = await emptyCloud();
  try {
    const accepted = await gcp.accepted(type, inputs);
    const { state } = await gcp.create(type, accepted);
    return (await gcp.diff(type, accepted, accepted, { state })).paths;
  } finally {
    remove();
  }
}

const image = (of: string) => ({ bootDisk: { initializeParams: { image: of, size: 20 } } });
const rocky = "rocky-linux-cloud/rocky-linux-9-optimized-gcp";
const network = (of: Properties) => ({ networkInterfaces: [of] });
const key = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
const version = `${key}/cryptoKeyVersions/1`;
const aDisk = (kmsKeySelfLink: string) => ({ name: "data", size: 10, diskEncryptionKey: { kmsKeySelfLink } });
const boot = { initializeParams: { image: rocky, size: 20 } };
const compute = "https://www.googleapis.com/compute/v1/projects/my-project";

test.each<[string, Properties, string[]]>([
  ["a type", { machineType: "e2-small" }, []],
  ["a custom type of a shape of its own", { machineType: "n2-custom-6-10240" }, []],
  [
    "a custom type of a predefined shape, which Google calls by that name",
    { machineType: "n2-custom-8-32768" },
    ["machineType"],
  ],
  ["a network by its name", network({ network: "default" }), []],
  ["a network by its link", network({ network: `${compute}/global/networks/default` }), []],
  [
    "a network by a part of its link",
    network({ network: "global/networks/default" }),
    ["networkInterfaces[0].network"],
  ],
  [
    "a subnetwork by its path",
    network({ subnetwork: "projects/my-project/regions/europe-west1/subnetworks/default" }),
    [],
  ],
  [
    "a subnetwork by a part of it",
    network({ subnetwork: "regions/europe-west1/subnetworks/default" }),
    ["networkInterfaces[0].subnetwork"],
  ],
  ["a family", image(rocky), []],
  ["a family in whose images' names it is not", image("my-images/golden"), ["+bootDisk.initializeParams.image"]],
  ["an image", image("my-images/base-2026-06-09"), []],
  ["a key", { bootDisk: { ...boot, kmsKeySelfLink: key } }, []],
  ["a version of a key", { bootDisk: { ...boot, kmsKeySelfLink: version } }, ["+bootDisk.kmsKeySelfLink"]],
])("a machine with %s", async (_what, change, paths) => {
  expect(await next(types.instance, anInstance(change))).toEqual(paths);
});

test("an image of another family is none where its name has that family's in it", async () => {
  const { gcp, remove } = await emptyCloud();
  const [given, other] = [anInstance(image(rocky)), anInstance(image("rocky-linux-cloud/rocky-linux-9"))];
  const { state } = await gcp.create(types.instance, given);
  expect((await gcp.diff(types.instance, given, other, { state })).paths).toEqual([]);
  remove();
});

test.each<[string, string, Properties, string[]]>([
  ["a data disk with a key", types.disk, aDisk(key), []],
  ["a data disk with a version of a key", types.disk, aDisk(version), ["+diskEncryptionKey.kmsKeySelfLink"]],
  ["a rule for a network", types.firewall, aFirewall({ network: `${compute}/global/networks/default` }), []],
  ["a rule with a part of its link", types.firewall, aFirewall({ network: "global/networks/default" }), ["+network"]],
])("%s", async (_what, type, inputs, paths) => {
  expect(await next(type, inputs)).toEqual(paths);
});
