// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { defaultLimits, defaultOptions } from "../../../components/swarm/order";
import { dockerSwarmProblems, rows } from "../../../components/swarm/rules";
import { declared } from "../../../tools/docs/declared";

const node = (i: number, more: object = {}) => ({
  ...{ name: `m${i}`, connection: { host: `192.0.2.${i}` }, privateAddress: `10.0.0.${i}` },
  ...more,
});
const nodes = (count: number) => Array.from({ length: count }, (_, i) => node(i + 1));
const found = (args: object) =>
  dockerSwarmProblems({ managers: nodes(1), ...args }).map(({ path, message }) => `${path} ${message}`);

test("each argument has a row", () => {
  const names = declared("components/swarm/swarm-args.ts", "DockerSwarmArgs").map(({ name }) => name);
  expect(Object.keys(rows)).toEqual(names);
});

test("1, 3, 5 and 7 managers are a swarm, and no other number is", () => {
  const even = (count: number) => [
    `managers are ${count}, and must be 1, 3, 5 or 7: a swarm lives while more than half of its managers do`,
  ];
  for (const count of [1, 3, 5, 7]) expect(found({ managers: nodes(count) })).toEqual([]);
  for (const count of [0, 2, 4, 6, 8, 9]) expect(found({ managers: nodes(count) })).toEqual(even(count));
});

test("what is said by default may be said", () => {
  expect(found({ ...defaultOptions, mtu: 1500, limits: defaultLimits, workers: [], triggers: ["a"] })).toEqual([]);
});

test("a member needs a name, a way and an address", () => {
  expect(found({ workers: [{}] }).map((one) => one.replace(/ .*/, ""))).toEqual([
    ...["workers[0].name", "workers[0].connection", "workers[0].privateAddress"],
  ]);
});

test.each([
  [{ name: "a b" }, "name", /"a b" is not a name of letters/],
  [{ name: "-a" }, "name", /is not a name/],
  [{ privateAddress: "web.example.com" }, "privateAddress", /is not an IPv4 address, for example "10\.0\.0\.11"/],
  [{ privateAddress: "fd00::1" }, "privateAddress", /is not an IPv4 address/],
  [{ privateAddress: 10 }, "privateAddress", /is not an IPv4 address/],
  [{ availability: "none" }, "availability", /"none" is none of "active", "pause", "drain"/],
  [{ labels: { "a b": "1" } }, 'labels["a b"]', /is not a label's name/],
  [{ labels: { "pulumi-docker-host.name": "1" } }, 'labels["pulumi-docker-host.name"]', /is a name of ours/],
  [{ labels: { a: "1\n2" } }, "labels.a", /is not one line/],
  [
    { connection: { host: "a", proxy: { host: "b" }, proxyCommand: ["c"] } },
    "connection.proxyCommand",
    /is another way/,
  ],
  [{ deletedFirst: 1 }, "deletedFirst", /is none of true, false/],
])("%j of a member is refused at %s", (wrong, path, message) => {
  const problems = dockerSwarmProblems({ managers: nodes(1), workers: [node(2, wrong)] });
  expect(problems.map((one) => one.path)).toEqual([`workers[0].${path}`]);
  expect(problems[0]?.message).toMatch(message);
});

test.each([
  [{ subnetSize: 7 }, "subnetSize"],
  [{ subnetSize: 30 }, "subnetSize"],
  [{ dataPathPort: 1023 }, "dataPathPort"],
  [{ dataPathPort: 49_152 }, "dataPathPort"],
  [{ mtu: 575 }, "mtu"],
  [{ mtu: 65_536 }, "mtu"],
  [{ autolock: "yes" }, "autolock"],
  [{ addressPool: ["10.0.0.1/8"] }, "addressPool[0]"],
  [{ addressPool: ["fd00::/8"] }, "addressPool[0]"],
  [{ addressPool: ["10.0.0.0/8", "10.0.0.0/8"] }, "addressPool[1]"],
  [{ addressPool: ["10.200.0.0/25"] }, "addressPool[0]"],
  [{ addressPool: ["10.200.0.0/25"], subnetSize: 26 }, ""],
  [{ limits: { drain: 0 } }, "limits.drain"],
  [{ manager: [] }, "manager"],
])("%j: %s", (wrong, path) => {
  expect(
    found(wrong)
      .map((one) => one.replace(/ .*/, ""))
      .join(),
  ).toBe(path);
});

test("no two members share a name or an address, whatever their roles are", () => {
  expect(found({ workers: [node(2, { name: "m1" }), node(1, { name: "w" })] })).toEqual([
    'workers[0].name "m1" is that of managers[0].name as well; give each machine once, by a name of its own',
    'workers[1].privateAddress "10.0.0.1" is that of managers[0].privateAddress as well; give each machine once, by a name of its own',
  ]);
});

test("what is known late is passed over until it is known", () => {
  const late = <T>(value: T) => pulumi.output(value);
  expect(
    found({ managers: [late(node(1))], workers: late([{}]), addressPool: late(["x"]), subnetSize: late(3) }),
  ).toEqual([]);
  expect(found({ managers: [node(1, { name: late("m2") })], workers: [node(2)] })).toEqual([]);
});
