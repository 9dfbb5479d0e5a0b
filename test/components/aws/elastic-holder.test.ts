// SPDX-License-Identifier: Apache-2.0
import { type StateResource, withoutElasticIp } from "../../../components/aws/elastic-holder";

const known = "203.0.113.9";
const resource = (type: string, more: Partial<StateResource> = {}): StateResource => ({
  ...{ urn: `urn:${type}`, type, parent: "urn:host" },
  ...more,
});
const health = resource("pulumi-docker-host:index:HostHealth", { urn: "urn:health" });
const machine = resource("aws:ec2/instance:Instance", { id: "i-0new", outputs: { publicIp: "198.51.100.7" } });
const old = resource("aws:ec2/instance:Instance", { id: "i-0old", outputs: { publicIp: known }, delete: true });
const elastic = resource("aws:ec2/eip:Eip", { outputs: { publicIp: known } });
const given = (instanceId: string, more: Partial<StateResource> = {}) =>
  resource("aws:ec2/eipAssociation:EipAssociation", { outputs: { instanceId }, ...more });
const reached = (...all: StateResource[]) => withoutElasticIp(all, "urn:health", known);

test("a machine that waits for its Elastic IP is reached at its own address, with a machine before it or without", () => {
  expect(reached(old, health, machine, elastic, given("i-0old"))).toBe("198.51.100.7");
  expect(reached(health, machine, elastic)).toBe("198.51.100.7");
  const leaving = given("i-0new", { delete: true });
  expect(reached(leaving, health, machine, elastic, given("i-0old"))).toBe("198.51.100.7");
});

test("one that has it is reached there, as is every host that has none, or of which nothing more is known", () => {
  expect(reached(health, machine, elastic, given("i-0new"))).toBeUndefined();
  expect(reached(health, machine)).toBeUndefined();
  expect(reached(machine, elastic)).toBeUndefined();
  expect(reached(health, elastic)).toBeUndefined();
  const other = { ...elastic, parent: "urn:another" };
  expect(reached(health, machine, other)).toBeUndefined();
  const unlike = { ...elastic, outputs: { publicIp: "203.0.113.10" } };
  expect(reached(health, machine, unlike)).toBeUndefined();
  for (const publicIp of ["", undefined, 7])
    expect(reached(health, { ...machine, outputs: { publicIp } }, elastic)).toBeUndefined();
});
