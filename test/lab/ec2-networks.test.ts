// SPDX-License-Identifier: Apache-2.0
// Networks that programs make in the stand-in for EC2: what is refused, what replaces, and whom their machines reach.
import { ScratchCloud } from "./cloud/scratch-cloud";
import type { CloudUnderTest } from "./cloud/under-test";
import type { Properties } from "../../tools/stand-ins/command-provider/values";
import { ec2, instanceArgs, networkTypes, ssh, types } from "./ec2/under-test";

let mockLast = 0;
jest.mock("./cloud/loopback", () => ({
  claimAddress: () => Promise.resolve(`127.99.0.${++mockLast}`),
  releaseAddress: () => {},
}));

// Private addresses begin at a place of chance.
let mockPlace = 0;
jest.mock("node:crypto", () => ({ ...jest.requireActual<object>("node:crypto"), randomInt: () => mockPlace }));

let cloud: ScratchCloud;
let provider: CloudUnderTest;

beforeEach(async () => {
  mockLast = mockPlace = 0;
  cloud = new ScratchCloud();
  provider = await ec2();
});
afterEach(() => cloud.remove());

type Name = keyof typeof networkTypes;
const make = (name: Name, inputs: Properties) => provider.create(networkTypes[name], inputs);
const remove = (name: Name, id: string) => provider.delete(networkTypes[name], id);
const makeVpc = (cidrBlock = "10.20.0.0/16") => make("vpc", { cidrBlock });
const makeSubnet = (vpcId: string, change: Properties = {}) =>
  make("subnet", { vpcId, cidrBlock: "10.20.1.0/24", mapPublicIpOnLaunch: true, ...change });
const everywhere = { destinationCidrBlock: "0.0.0.0/0" };

/** What a public subnet takes. */
async function makeNetwork() {
  const { id: vpcId } = await makeVpc();
  const { id: subnetId } = await makeSubnet(vpcId);
  const { id: gatewayId } = await make("gateway", { vpcId });
  const { id: routeTableId } = await make("table", { vpcId });
  const { id: routeId } = await make("route", { routeTableId, gatewayId, ...everywhere });
  const { id: associationId } = await make("association", { routeTableId, subnetId });
  return { vpcId, subnetId, gatewayId, routeTableId, routeId, associationId };
}

/** A machine that lets this computer in to SSH. */
async function launch(vpcId: string, subnetId: string) {
  const { id: groupId } = await provider.create(types.group, { vpcId });
  await provider.create(types.ingress, ssh(groupId));
  const args = { ...instanceArgs, subnetId, vpcSecurityGroupIds: [groupId] };
  return { groupId, ...(await provider.create(types.instance, args)) };
}
const told = (id: string) =>
  cloud.told(id).map((line) => line.replace(/^hostfwd_(\w+) net0 tcp:([\d.]+:\d+).*$/, "$1 $2"));

const usual: Record<Name, Properties> = {
  vpc: { cidrBlock: "10.20.0.0/16" },
  subnet: { vpcId: "vpc-1", cidrBlock: "10.20.1.0/24" },
  gateway: { vpcId: "vpc-1" },
  table: { vpcId: "vpc-1" },
  route: { routeTableId: "rtb-1", gatewayId: "igw-1", ...everywhere },
  association: { routeTableId: "rtb-1", subnetId: "subnet-1" },
};

test.each<[string, Name, Properties, string, RegExp]>([
  ["an argument of none", "vpc", { cidr: "10.0.0.0/16" }, "cidr", /not expected here/],
  ["a text for a switch", "vpc", { enableDnsHostnames: "yes" }, "enableDnsHostnames", /expected type 'boolean'/],
  ["an address for a block", "vpc", { cidrBlock: "10.0.0.0" }, "cidrBlock", /not a valid IPv4 CIDR block$/],
  ["bits behind the prefix", "vpc", { cidrBlock: "10.0.0.1/16" }, "cidrBlock", /did you mean "10.0.0.0\/16"\?/],
  ["a wide block", "vpc", { cidrBlock: "10.0.0.0/8" }, "cidrBlock", /between 16 and 28 significant bits, got: 8/],
  ["a narrow block", "subnet", { cidrBlock: "10.0.0.0/29" }, "cidrBlock", /between 16 and 28 .*, got: 29/],
  ["a tenancy", "vpc", { instanceTenancy: "own" }, "instanceTenancy", /one of \["default","dedicated"\], got own/],
  ["a tenancy without stand-in", "vpc", { instanceTenancy: "dedicated" }, "instanceTenancy", /stand-in does not do/],
  ["IPv6", "vpc", { assignGeneratedIpv6CidrBlock: true }, "assignGeneratedIpv6CidrBlock", /stand-in does not do/],
  ["a region", "gateway", { region: "moon-1" }, "region", /invalid AWS Region: moon-1/],
  ["a subnet of no VPC", "subnet", { vpcId: undefined }, "vpcId", /is required/],
  ["a zone by its id", "subnet", { availabilityZoneId: "euc1-az2" }, "availabilityZoneId", /stand-in does not do/],
  ["routes inside", "table", { routes: [] }, "routes", /use aws.ec2.Route/],
  ["a route to nowhere", "route", { gatewayId: undefined }, "carrierGatewayId", /and only one; got none/],
  ["a route to two", "route", { natGatewayId: "nat-1" }, "natGatewayId", /got gatewayId and natGatewayId/],
  ["a route for nobody", "route", { destinationCidrBlock: undefined }, "destinationCidrBlock", /got none/],
  ["a route for a text", "route", { destinationCidrBlock: "all" }, "destinationCidrBlock", /not a valid IPv4 CIDR/],
  [
    "a route without stand-in",
    "route",
    { gatewayId: undefined, natGatewayId: "nat-1" },
    "natGatewayId",
    /stand-in does not do/,
  ],
  ["an association with nothing", "association", { subnetId: undefined }, "subnetId", /and only one/],
  ["an association with two", "association", { gatewayId: "igw-1" }, "subnetId", /and only one/],
])("%s is refused", async (_, name, change, property, reason) => {
  expect((await provider.check(networkTypes[name], usual[name])).failures).toEqual({});
  const given = Object.fromEntries(
    Object.entries<unknown>({ ...usual[name], ...change }).filter(([, value]) => value !== undefined),
  );
  expect((await provider.check(networkTypes[name], given)).failures[property]).toMatch(reason);
});

test.each<[string, Name, Properties, string[]]>([
  ["the block of a VPC", "vpc", { cidrBlock: "10.30.0.0/16" }, ["+cidrBlock"]],
  ["names in a VPC", "vpc", { enableDnsHostnames: true }, ["enableDnsHostnames"]],
  ["the block of a subnet", "subnet", { cidrBlock: "10.20.2.0/24" }, ["+cidrBlock"]],
  ["the VPC of a subnet", "subnet", { vpcId: "vpc-2" }, ["+vpcId"]],
  ["public addresses of a subnet", "subnet", { mapPublicIpOnLaunch: true }, ["mapPublicIpOnLaunch"]],
  ["the VPC of a gateway", "gateway", { vpcId: "vpc-2" }, ["vpcId"]],
  ["the VPC of a route table", "table", { vpcId: "vpc-2" }, ["+vpcId"]],
  ["the target of a route", "route", { gatewayId: "igw-2" }, ["gatewayId"]],
  ["the destination of a route", "route", { destinationCidrBlock: "192.0.2.0/24" }, ["+destinationCidrBlock"]],
  ["the table of an association", "association", { routeTableId: "rtb-2" }, ["routeTableId"]],
  ["the subnet of an association", "association", { subnetId: "subnet-2" }, ["+subnetId"]],
])("%s changed", async (_, name, change, paths) => {
  const type = networkTypes[name];
  expect((await provider.diff(type, usual[name], { ...usual[name], ...change })).paths).toEqual(paths);
});

describe("EC2 refuses", () => {
  test.each(["0.0.0.0/16", "127.32.0.0/16", "169.254.0.0/16", "224.0.0.0/16"])("the VPC %s", async (cidrBlock) => {
    await expect(makeVpc(cidrBlock)).rejects.toThrow(`InvalidVpc.Range: The CIDR '${cidrBlock}' is invalid.`);
    expect(cloud.left()).toEqual([]);
  });

  test("a VPC or a subnet without a block", async () => {
    await expect(make("vpc", {})).rejects.toThrow(/^creating EC2 VPC: .*MissingParameter/);
    const { id: vpcId } = await makeVpc();
    await expect(make("subnet", { vpcId })).rejects.toThrow(/^creating EC2 Subnet: .*MissingParameter/);
  });

  test.each<[string, Properties, RegExp]>([
    ["outside its VPC", { cidrBlock: "10.21.0.0/24" }, /InvalidSubnet.Range: The CIDR '10.21.0.0\/24' is invalid/],
    ["that is another's", { cidrBlock: "10.20.1.0/24" }, /InvalidSubnet.Conflict: .* conflicts with another subnet/],
    ["within another", { cidrBlock: "10.20.1.128/25" }, /InvalidSubnet.Conflict/],
    ["around another", { cidrBlock: "10.20.0.0/20" }, /InvalidSubnet.Conflict/],
    [
      "in a zone of elsewhere",
      { cidrBlock: "10.20.2.0/24", availabilityZone: "us-east-1a" },
      /availabilityZone is invalid/,
    ],
    ["in no VPC", { vpcId: "vpc-1" }, /InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist/],
    ["with a tag of AWS's own", { cidrBlock: "10.20.2.0/24", tags: { "aws:x": "" } }, /reserved for internal use/],
  ])("a subnet %s", async (_, change, reason) => {
    const { id: vpcId } = await makeVpc();
    await makeSubnet(vpcId);
    await expect(makeSubnet(vpcId, change)).rejects.toThrow(reason);
  });

  test("a subnet wider than its VPC", async () => {
    const { id: vpcId } = await makeVpc("10.20.0.0/20");
    await expect(makeSubnet(vpcId, { cidrBlock: "10.20.0.0/16" })).rejects.toThrow(/InvalidSubnet.Range/);
  });

  test("a second gateway of a VPC", async () => {
    const { vpcId } = await makeNetwork();
    await expect(make("gateway", { vpcId })).rejects.toThrow(
      `Network ${vpcId} already has an internet gateway attached`,
    );
  });

  test("a route that there is already, into the VPC itself, or to the gateway of another", async () => {
    const { routeTableId, gatewayId } = await makeNetwork();
    const routeTo = (change: Properties) => make("route", { routeTableId, gatewayId, ...everywhere, ...change });
    await expect(routeTo({})).rejects.toThrow("RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.");
    await expect(routeTo({ destinationCidrBlock: "10.20.0.0/16" })).rejects.toThrow("RouteAlreadyExists");
    await expect(routeTo({ destinationCidrBlock: "10.20.3.0/24" })).rejects.toThrow(
      /more specific than one of this VPC/,
    );
    const { id: vpcId } = await makeVpc("10.30.0.0/16");
    const { id: foreign } = await make("gateway", { vpcId });
    await expect(routeTo({ destinationCidrBlock: "192.0.2.0/24", gatewayId: foreign })).rejects.toThrow(
      `route table ${routeTableId} and network gateway ${foreign} belong to different networks`,
    );
    await expect(routeTo({ gatewayId: "igw-1" })).rejects.toThrow(/InvalidInternetGatewayID.NotFound/);
    await expect(routeTo({ routeTableId: "rtb-1" })).rejects.toThrow(/InvalidRouteTableID.NotFound/);
  });

  test("a second table for a subnet, or one of another VPC", async () => {
    const { vpcId, subnetId } = await makeNetwork();
    const { id: second } = await make("table", { vpcId });
    await expect(make("association", { routeTableId: second, subnetId })).rejects.toThrow("Resource.AlreadyAssociated");
    const { id: other } = await makeVpc("10.30.0.0/16");
    const { id: foreign } = await make("table", { vpcId: other });
    const { id: free } = await makeSubnet(vpcId, { cidrBlock: "10.20.2.0/24" });
    await expect(make("association", { routeTableId: foreign, subnetId: free })).rejects.toThrow(
      "belong to different networks",
    );
  });

  test("to delete a VPC in which something is left", async () => {
    const { vpcId, subnetId, gatewayId, routeTableId, routeId, associationId } = await makeNetwork();
    const { id: groupId } = await provider.create(types.group, { vpcId });
    const refused = () =>
      expect(remove("vpc", vpcId)).rejects.toThrow(
        `DependencyViolation: The vpc '${vpcId}' has dependencies and cannot be deleted.`,
      );
    await refused();
    await remove("association", associationId);
    await remove("route", routeId);
    await remove("table", routeTableId);
    await refused();
    await remove("gateway", gatewayId);
    await refused();
    await remove("subnet", subnetId);
    await refused();
    await provider.delete(types.group, groupId);
    await remove("vpc", vpcId);
    await remove("vpc", vpcId);
    expect(cloud.left()).toEqual([]);
  });

  test("to delete a subnet and a gateway that a machine uses", async () => {
    const { vpcId, subnetId, gatewayId } = await makeNetwork();
    const { id } = await launch(vpcId, subnetId);
    await expect(remove("subnet", subnetId)).rejects.toThrow(
      `DependencyViolation: The subnet '${subnetId}' has dependencies and cannot be deleted.`,
    );
    await expect(remove("gateway", gatewayId)).rejects.toThrow(
      `DependencyViolation: Network ${vpcId} has some mapped public address(es).`,
    );
    await provider.delete(types.instance, id);
    await remove("subnet", subnetId);
    await remove("gateway", gatewayId);
  });
});

describe("a machine in a network of a program's own", () => {
  test("has addresses of its subnet and of the internet", async () => {
    const { vpcId, subnetId } = await makeNetwork();
    const { state } = await launch(vpcId, subnetId);
    expect(state).toMatchObject({ privateIp: "10.20.1.4", publicIp: "127.99.0.1", subnetId });
    expect(state.availabilityZone).toBe("eu-central-1a");
  });

  test("behind the subnet's last address has its first free one", async () => {
    const { vpcId, subnetId } = await makeNetwork();
    mockPlace = 250;
    const addresses = [
      (await launch(vpcId, subnetId)).state.privateIp,
      (await launch(vpcId, subnetId)).state.privateIp,
    ];
    expect(addresses).toEqual(["10.20.1.254", "10.20.1.4"]);
  });

  test("gets no public address where its subnet gives none", async () => {
    const { vpcId } = await makeNetwork();
    const { id: subnetId } = await makeSubnet(vpcId, { cidrBlock: "10.20.2.0/24", mapPublicIpOnLaunch: false });
    expect((await launch(vpcId, subnetId)).state).toMatchObject({ privateIp: "10.20.2.4", publicIp: "" });
  });

  test("takes only groups of its VPC", async () => {
    const { subnetId } = await makeNetwork();
    const { id: foreign } = await provider.create(types.group, {});
    const args = { ...instanceArgs, subnetId, vpcSecurityGroupIds: [foreign] };
    await expect(provider.create(types.instance, args)).rejects.toThrow("belong to different networks");
  });

  test("a rule that refers to its own group lets in its members, and this computer is none; the group can go with it", async () => {
    const { vpcId } = await makeNetwork();
    const { id: groupId } = await provider.create(types.group, { vpcId });
    const own = { securityGroupId: groupId, referencedSecurityGroupId: groupId };
    const management = { ...own, ipProtocol: "tcp", fromPort: 2377, toPort: 2377 };
    await provider.create(types.ingress, management);
    await provider.create(types.ingress, { ...own, ipProtocol: "50" });
    await expect(provider.create(types.ingress, management)).rejects.toThrow("InvalidPermission.Duplicate");
    await provider.delete(types.group, groupId);
  });

  test("a rule refers to no group of another VPC", async () => {
    const { vpcId } = await makeNetwork();
    const { id: securityGroupId } = await provider.create(types.group, { vpcId });
    const { id: referencedSecurityGroupId } = await provider.create(types.group, {});
    const rule = { securityGroupId, referencedSecurityGroupId, ipProtocol: "tcp", fromPort: 2377, toPort: 2377 };
    await expect(provider.create(types.ingress, rule)).rejects.toThrow("belong to different networks");
  });

  test("is not launched where no address is left", async () => {
    const { vpcId } = await makeNetwork();
    const { id: subnetId } = await makeSubnet(vpcId, { cidrBlock: "10.20.2.0/28" });
    const args = { ...instanceArgs, subnetId };
    for (let machines = 0; machines < 11; machines++) await provider.create(types.instance, args);
    await expect(provider.create(types.instance, args)).rejects.toThrow("InsufficientFreeAddressesInSubnet");
  });

  test("answers this computer as long as its subnet has a route to an attached gateway", async () => {
    const { vpcId, subnetId, gatewayId, routeTableId, routeId, associationId } = await makeNetwork();
    const { id } = await launch(vpcId, subnetId);
    expect(told(id)).toEqual(["add 127.99.0.1:22"]);
    await remove("route", routeId);
    expect(told(id).slice(1)).toEqual(["remove 127.99.0.1:22"]);
    await make("route", { routeTableId, gatewayId, destinationCidrBlock: "198.51.100.0/24" });
    expect(told(id).slice(2)).toEqual([]);
    await make("route", { routeTableId, gatewayId, ...everywhere });
    expect(told(id).slice(2)).toEqual(["add 127.99.0.1:22"]);
    await remove("association", associationId);
    expect(told(id).slice(3)).toEqual(["remove 127.99.0.1:22"]);
    // The VPC's main table now holds for it.
    const { mainRouteTableId } = (await provider.read(networkTypes.vpc, vpcId)).state;
    await make("route", { routeTableId: mainRouteTableId, gatewayId, ...everywhere });
    expect(told(id).slice(4)).toEqual(["add 127.99.0.1:22"]);
  });

  test("answers nobody on its private address, which this computer has not", async () => {
    const { vpcId, subnetId } = await makeNetwork();
    const { id, groupId } = await launch(vpcId, subnetId);
    await provider.create(types.ingress, ssh(groupId, "10.20.0.0/16"));
    expect(told(id)).toEqual(["add 127.99.0.1:22"]);
  });

  test("gets an Elastic IP only where its VPC has a gateway", async () => {
    const { id: vpcId } = await makeVpc();
    const { id: subnetId } = await makeSubnet(vpcId, { mapPublicIpOnLaunch: false });
    const { id: instanceId } = await launch(vpcId, subnetId);
    const { id: allocationId } = await provider.create(types.eip, { domain: "vpc" });
    const associate = () => provider.create(types.association, { allocationId, instanceId });
    await expect(associate()).rejects.toThrow(
      `Gateway.NotAttached: Network ${vpcId} is not attached to any internet gateway`,
    );
    await make("gateway", { vpcId });
    expect((await associate()).id).toMatch(/^eipassoc-/);
  });
});

test("look-ups find what programs have made, by tags as well", async () => {
  const { id: vpcId } = await make("vpc", { ...usual.vpc, enableDnsHostnames: true, tags: { Name: "platform" } });
  const { id: subnetId } = await makeSubnet(vpcId, { tags: { tier: "public" } });
  const found = await provider.invoke("aws:ec2/getVpc:getVpc", { tags: { Name: "platform" } });
  expect(found).toMatchObject({ id: vpcId, cidrBlock: "10.20.0.0/16", default: false, enableDnsHostnames: true });
  expect(await provider.invoke("aws:ec2/getSubnet:getSubnet", { vpcId, tags: { tier: "public" } })).toMatchObject({
    ...{ id: subnetId, vpcId, cidrBlock: "10.20.1.0/24", mapPublicIpOnLaunch: true },
  });
});

test("an update keeps what it is and changes what may be changed", async () => {
  const { id, state } = await make("vpc", { ...usual.vpc, tags: { a: "1" } });
  const news = { ...usual.vpc, enableDnsHostnames: true, tags: { b: "2" } };
  const updated = await provider.update(networkTypes.vpc, id, state, { ...usual.vpc, tags: { a: "1" } }, news);
  expect(updated).toMatchObject({ enableDnsHostnames: true, tags: { b: "2" }, tagsAll: { b: "2" } });
  expect((await provider.read(networkTypes.vpc, id)).state).toMatchObject({ enableDnsHostnames: true, arn: state.arn });
});
