// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { CloudUnderTest } from "../cloud/under-test";
import { anInstance, emptyCloud, types, zone } from "./cloud-under-test";

jest.mock("../cloud/machine", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/loopback", () => jest.requireActual<object>("./fake-machines"));
jest.mock("../cloud/monitor", () => jest.requireActual<object>("./fake-machines"));

let gcp: CloudUnderTest;
let folder: string;
let remove: () => void;
beforeEach(async () => {
  ({ gcp, folder, remove } = await emptyCloud());
});
afterEach(() => remove());

describe("getImage", () => {
  const ask = (inputs: object) =>
    gcp.invoke("gcp:compute/getImage:getImage", { project: "rocky-linux-cloud", ...inputs });
  test("by family, from Rocky's project", async () => {
    const image = await ask({ family: "rocky-linux-9-optimized-gcp" });
    expect(image).toMatchObject({
      project: "rocky-linux-cloud",
      family: "rocky-linux-9-optimized-gcp",
      diskSizeGb: 20,
    });
    expect(await ask({ name: image.name })).toEqual(image);
  });
  test("not where there is none, and not by two ways at once", async () => {
    await expect(ask({ family: "rocky-linux-99" })).rejects.toThrow(/Error 404/);
    await expect(ask({ family: "rocky-linux-9", project: "my-project" })).rejects.toThrow(/Error 404/);
    await expect(ask({ family: "rocky-linux-9", name: "x" })).rejects.toThrow(/exactly one of/);
    await expect(ask({ familly: "x" })).rejects.toThrow(/unknown key/);
  });
});

describe("getInstanceGuestAttributes", () => {
  const ask = (inputs: object) =>
    gcp.invoke("gcp:compute/getInstanceGuestAttributes:getInstanceGuestAttributes", { name: "web", ...inputs });
  const publish = () => {
    const place = join(folder, "machines", `my-project.zones.${zone}.instances.web`, "guest-attributes", "hostkeys");
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "ssh-ed25519"), "AAAA");
    writeFileSync(join(place, "ssh-rsa"), "BBBB");
  };
  test("one value, or all of a namespace", async () => {
    await gcp.create(types.instance, anInstance());
    publish();
    expect(await ask({ variableKey: "hostkeys/ssh-ed25519" })).toMatchObject({
      variableValue: "AAAA",
      queryValues: [],
    });
    expect(await ask({ queryPath: "hostkeys/" })).toMatchObject({
      queryValues: [
        { namespace: "hostkeys", key: "ssh-ed25519", value: "AAAA" },
        { namespace: "hostkeys", key: "ssh-rsa", value: "BBBB" },
      ],
    });
  });
  test("nothing of a machine that is off", async () => {
    await gcp.create(types.instance, anInstance({ desiredStatus: "TERMINATED" }));
    publish();
    await expect(ask({ variableKey: "hostkeys/ssh-ed25519" })).rejects.toThrow(/Error 404.*Guest Attribute/);
  });

  test("as a test has forged it", async () => {
    await gcp.create(types.instance, anInstance());
    publish();
    writeFileSync(join(folder, "guest-attributes.json"), JSON.stringify({ "hostkeys/ssh-ed25519": "EVIL" }));
    expect((await ask({ variableKey: "hostkeys/ssh-ed25519" })).variableValue).toBe("EVIL");
    expect((await ask({ variableKey: "hostkeys/ssh-rsa" })).variableValue).toBe("BBBB");
  });

  test("is an error while there is nothing", async () => {
    await expect(ask({ variableKey: "hostkeys/ssh-ed25519" })).rejects.toThrow(/Error 404.*instances\/web/);
    await gcp.create(types.instance, anInstance());
    await expect(ask({ variableKey: "hostkeys/ssh-ed25519" })).rejects.toThrow(/Error 404.*Guest Attribute/);
    publish();
    await expect(ask({ variableKey: "hostkeys/ssh" })).rejects.toThrow(/Error 404.*Guest Attribute/);
  });
});

test("networks and subnetworks", async () => {
  const network = await gcp.invoke("gcp:compute/getNetwork:getNetwork", { name: "default" });
  expect(network).toMatchObject({ id: "projects/my-project/global/networks/default" });
  const subnetwork = await gcp.invoke("gcp:compute/getSubnetwork:getSubnetwork", {
    name: "default",
    region: "us-east1",
  });
  expect(subnetwork).toMatchObject({ region: "us-east1", network: network.selfLink });
  await expect(gcp.invoke("gcp:compute/getNetwork:getNetwork", { name: "none" })).rejects.toThrow(/Error 404/);
  writeFileSync(
    join(folder, "networks.json"),
    JSON.stringify([{ name: "own", subnetworks: [{ name: "sub", region: "us-east1", range: "10.0.0.0/24" }] }]),
  );
  await expect(gcp.invoke("gcp:compute/getNetwork:getNetwork", { name: "default" })).rejects.toThrow(/Error 404/);
  const inputs = anInstance({ zone: "us-east1-b", networkInterfaces: [{ subnetwork: "sub" }] });
  const { state } = await gcp.create(types.instance, inputs);
  expect(state.networkInterfaces).toMatchObject([
    { network: "https://www.googleapis.com/compute/v1/projects/my-project/global/networks/own" },
  ]);
});

test("zones of a region, and the configuration", async () => {
  expect((await gcp.invoke("gcp:compute/getZones:getZones", { region: "us-central1" })).names).toHaveLength(4);
  await expect(gcp.invoke("gcp:compute/getZones:getZones", { region: "moon" })).rejects.toThrow(/Error 404/);
  const config = await gcp.invoke("gcp:organizations/getClientConfig:getClientConfig", {});
  expect(config).toMatchObject({ project: "my-project", zone, region: "" });
});

test("a function that the stand-in does not have", async () => {
  await expect(gcp.invoke("gcp:compute/getDisk:getDisk", {})).rejects.toThrow(/stand-in for gcp has no/);
});
