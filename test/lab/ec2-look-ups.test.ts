// SPDX-License-Identifier: Apache-2.0
import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { ami, armAmi, ec2, region } from "./ec2/under-test";

let cloud: ScratchCloud;
let provider: CloudUnderTest;

beforeEach(async () => {
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

const filter = (filters: Record<string, string>) =>
  Object.entries(filters).map(([name, value]) => ({ name, values: [value] }));
const getAmi = (change: Properties = {}) =>
  provider.invoke("aws:ec2/getAmi:getAmi", {
    ...{ owners: ["792107900819"], mostRecent: true, ...change },
    ...(change.filters === undefined && { filters: filter({ name: "Rocky-9-EC2-Base-9.*", architecture: "x86_64" }) }),
  });

describe("images", () => {
  test("the newest of its owner is found, for each processor and region", async () => {
    expect(await getAmi()).toMatchObject({
      id: ami,
      name: "Rocky-9-EC2-Base-9.5-20241118.0.x86_64",
      ownerId: "792107900819",
    });
    expect((await getAmi({ filters: filter({ name: "Rocky-9-EC2-Base-9.*", architecture: "arm64" }) })).id).toBe(
      armAmi,
    );
    expect((await getAmi({ region: "us-east-1" })).id).not.toBe(ami);
    expect(ami).toMatch(/^ami-[0-9a-f]{17}$/);
  });

  test("a newer one comes with the catalogue", async () => {
    cloud.put("catalogue.json", {
      images: [{ name: "Rocky-9-EC2-Base-9.6-20250531.0.x86_64", creationDate: "2025-06-01T00:00:00.000Z" }],
    });
    expect((await getAmi()).name).toBe("Rocky-9-EC2-Base-9.6-20250531.0.x86_64");
  });

  test("whoever does not name the owner is warned off, and gets a stranger's image", async () => {
    await expect(getAmi({ owners: [] })).rejects.toThrow(/a third party may introduce a new image/);
    expect((await getAmi({ owners: [], allowUnsafeFilter: true })).ownerId).toBe("210987654321");
  });

  test.each<[string, Properties, RegExp]>([
    ["nothing found", { filters: filter({ name: "Rocky-7*" }) }, /Your query returned no results/],
    ["several found", { mostRecent: false }, /returned more than one result/],
    [
      "a filter that there is not",
      { filters: filter({ colour: "red" }) },
      /InvalidParameterValue: The filter 'colour' is invalid/,
    ],
    ["an owner that is none", { owners: ["rocky"] }, /InvalidUserID.Malformed/],
  ])("%s is an error", async (_, change, reason) => {
    await expect(getAmi(change)).rejects.toThrow(reason);
  });
});

describe("networks", () => {
  const invoke = (name: string, inputs: Properties) => provider.invoke(`aws:ec2/${name}:${name}`, inputs);

  test("the default VPC has a public subnet in each zone", async () => {
    const { id } = await invoke("getVpc", { default: true });
    const { ids } = await invoke("getSubnets", { filters: filter({ "vpc-id": String(id) }) });
    expect(ids).toHaveLength(3);
    const [first] = ids as string[];
    expect(await invoke("getSubnet", { id: first })).toMatchObject({
      ...{ vpcId: id, availabilityZone: `${region}a`, mapPublicIpOnLaunch: true, defaultForAz: true },
    });
  });

  test("where there is none that is said", async () => {
    cloud.put("no-default-vpc");
    await expect(invoke("getVpc", { default: true })).rejects.toThrow("no matching EC2 VPC found");
  });

  test("another VPC has a private subnet", async () => {
    const { id } = await invoke("getVpc", { tags: { Name: "lab" } });
    expect(await invoke("getSubnet", { vpcId: id, tags: { Name: "lab-private" } })).toMatchObject({
      mapPublicIpOnLaunch: false,
    });
    await expect(invoke("getSubnet", { vpcId: id })).rejects.toThrow("multiple EC2 Subnets matched");
  });
});

test("types of machines are known by name", async () => {
  const token = "aws:ec2/getInstanceType:getInstanceType";
  expect(await provider.invoke(token, { instanceType: "t4g.small" })).toMatchObject({
    supportedArchitectures: ["arm64"],
    memorySize: 2048,
  });
  await expect(provider.invoke(token, { instanceType: "t3.tiny" })).rejects.toThrow(/InvalidInstanceType.*t3.tiny/);
});

test("the region is the provider's, or the one asked for", async () => {
  const token = "aws:index/getRegion:getRegion";
  expect(await provider.invoke(token, {})).toMatchObject({ region, name: region });
  expect(await provider.invoke(token, { region: "us-west-2" })).toMatchObject({ region: "us-west-2" });
  await expect(provider.invoke(token, { region: "moon-1" })).rejects.toThrow("invalid AWS Region");
});
