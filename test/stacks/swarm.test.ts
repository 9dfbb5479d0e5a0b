// SPDX-License-Identifier: Apache-2.0
// What `docker-host:swarm` makes, and which settings of it are refused.
import * as pulumi from "@pulumi/pulumi";

import { fileOf, refusal, run, sgOf, type Values } from "./settings-under-test";

afterEach(() => pulumi.runtime.setAllConfig({}));

const networks = { sshIngressCidrs: ["203.0.113.0/24"] };
const image = { name: "Rocky 9.8", disk: "/images/rocky.qcow2" };
const aws = (swarm: Values, own: Values = {}) => ({ target: "aws", aws: { ...networks, ...own }, swarm });
const hostsIn = ({ registrations }: { registrations: { type: string; name: string }[] }) =>
  registrations.filter(({ type }) => type.endsWith("DockerHost")).map(({ name }) => name);

test("the file that is shipped makes a manager, a worker and their swarm, and shows all three", async () => {
  const { program, outputs } = await run({
    ...fileOf("swarm"),
    local: { ...(fileOf("swarm").local as Values), image },
  });
  expect(hostsIn(program)).toEqual(["manager-1", "worker-1"]);
  expect(program.find("swarm-swarm")).toMatchObject({ type: "command:local:Command", parent: "swarm" });
  expect(Object.keys(outputs)).toEqual(["dockerHost", "clusterId", "nodes", "unlockKey", "health", "hosts"]);
  expect(Object.keys(outputs.hosts as object)).toEqual(["manager-1", "worker-1"]);
});

test("on this computer each member has a port and an address of its own, which more managers leave to the workers", async () => {
  const settings = (count: number) => ({
    target: "local",
    local: { image, sshPort: 2300 },
    swarm: { managers: { count }, workers: { count: 2 } },
  });
  const place = async (count: number) => {
    const { program } = await run(settings(count));
    const environment = (name: string) => program.find(`${name}-machine`).inputs.environment as Values;
    return (name: string) => [environment(name).SSH_PORT, environment(name).PRIVATE_ADDRESS];
  };
  const [one, three] = [await place(1), await place(3)];
  expect(one("manager-1")).toEqual(["2300", "10.70.0.11/24"]);
  expect(three("manager-3")).toEqual(["2302", "10.70.0.13/24"]);
  expect(one("worker-2")).toEqual(["2311", "10.70.0.22/24"]);
  expect(three("worker-2")).toEqual(one("worker-2"));
});

test("on AWS the members are in a group of their own, and each role takes its sizes and spreads by itself", async () => {
  const subnets = ["subnet-0a", "subnet-0b"];
  const { program } = await run(
    aws(
      {
        managers: { count: 3 },
        workers: { count: 2, instanceType: "c7i.xlarge" },
        spread: { subnetId: subnets },
        vpcId: "vpc-0123456789abcdef0",
      },
      { instanceType: "t3.medium" },
    ),
  );
  const machine = (name: string) => program.find(`${name}-machine`).inputs;
  const seen = ["manager-1", "manager-2", "manager-3", "worker-1", "worker-2"].map((name) => {
    const { instanceType, subnetId, vpcSecurityGroupIds } = machine(name);
    expect(vpcSecurityGroupIds).toContain(sgOf("swarm-network-security-group"));
    return [instanceType, subnetId];
  });
  expect(seen).toEqual([
    ["t3.medium", "subnet-0a"],
    ["t3.medium", "subnet-0b"],
    ["t3.medium", "subnet-0a"],
    ["c7i.xlarge", "subnet-0a"],
    ["c7i.xlarge", "subnet-0b"],
  ]);
  expect(program.find("swarm-network-security-group").inputs).toMatchObject({ vpcId: "vpc-0123456789abcdef0" });
});

const starting = (start: string) => [
  "the settings of stack stack have 1 problem:",
  expect.stringMatching(new RegExp(`^${start.replace(/[.[\]()?{^]/g, "\\$&")}.*`)) as string,
];

test.each<[string, Values, string]>([
  ["an even number of managers", aws({ managers: { count: 2 } }), "project:swarm.managers.count: are 2, and must be 1"],
  ["half a worker", aws({ workers: { count: 0.5 } }), "project:swarm.workers.count: 0.5 is not a whole number"],
  ["a role that is a number", aws({ workers: 2 }), "project:swarm.workers: is a number, and must be a map"],
  ["a misspelt key", aws({ manager: {} }), 'project:swarm.manager: does not exist; did you mean "managers"?'],
  [
    "containers that go on without their daemon",
    aws({ managers: {} }, { docker: { liveRestore: true } }),
    "project:aws.docker.liveRestore: ",
  ],
  [
    "the same for a role",
    aws({ managers: {}, workers: { count: 1, docker: { liveRestore: true } } }),
    "project:swarm.workers.docker.liveRestore: ",
  ],
  [
    "a size of one role",
    aws({ managers: { diskGiB: 1 } }),
    "project:swarm.managers.diskGiB: 1 is not a whole number of GiB",
  ],
  ["a spread over nothing", aws({ spread: { subnetId: [] } }), "project:swarm.spread.subnetId: must be a list"],
  ["another availability", aws({ workers: { count: 1, availability: "off" } }), "project:swarm.workers.availability: "],
  ["a wrong VPC", aws({ managers: {}, vpcId: "mine" }), "project:swarm.vpcId: "],
  ["a swarm and a list", { ...aws({ managers: {} }), hosts: [{ name: "a" }] }, "project:hosts: is for a stack that"],
  [
    "a VPC on this computer",
    { target: "local", local: { image }, swarm: { managers: {}, vpcId: "vpc-0123456789abcdef0" } },
    "project:swarm.vpcId: is for a cloud, and not for target local",
  ],
])("%s is refused by its path", (_what, values, start) => {
  expect(refusal(values)).toEqual(starting(start));
});
