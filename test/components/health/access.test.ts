// SPDX-License-Identifier: Apache-2.0
import { accessName, checkOrder, type HostAccess, lookLines, restartOrder } from "../../../components/health/access";
import { defaultLimits } from "../../../components/health/probes";
import { restartScript, script } from "../../../components/health/script";

const expected = {
  name: "web",
  dockerUsers: ["rocky"],
  installed: true,
  limits: { ...defaultLimits, ssh: 7, total: 9 },
};
const access: HostAccess = { host: "web", connection: { host: "192.0.2.1" }, expected, unreachableHint: "open it" };
const look = ["npx pulumi-docker-host shell web --stack dev", "npx pulumi-docker-host diagnostics web --stack dev"];

test("what the state keeps of a host is all that its check needs", () => {
  expect(checkOrder(access, "dev")).toEqual({
    ...{ host: "web", connection: { host: "192.0.2.1" }, unreachableHint: "open it", boots: true, look },
    ...{ limits: { ssh: 7, total: 9 }, script: script(expected) },
  });
  expect(accessName("web-health")).toBe("web-health-access");
});

test("a host of somebody else is not taken to be booting, and one without a stack cannot be looked at by its name", () => {
  const order = checkOrder({ ...access, expected: { ...expected, installed: false } });
  expect([order.boots, order.look]).toEqual([false, []]);
  expect(lookLines("web")).toEqual([]);
});

test("the commands to look at a host can be pasted, whatever it is called", () => {
  expect(lookLines("my 'web'; $(id)", "-s")[0]).toBe(
    `npx pulumi-docker-host shell 'my '\\''web'\\''; $(id)' --stack '-s'`,
  );
  expect(lookLines("web", "org/project/dev")[0]).toBe("npx pulumi-docker-host shell web --stack org/project/dev");
});

test("another script may take the place of the check", () => {
  expect(checkOrder(access, "dev", { preparation: "true" })).toMatchObject({ script: "true", prepares: true });
});

test("what explains a failure goes with the order: Docker's networks, and the hints of the caller's own probes", () => {
  const probes = [
    { name: "web", command: "true", hint: "look at web" },
    { name: "db", command: "true", hint: "look at db" },
  ];
  const daemonConfig = { bip: "10.9.0.1/24", "default-address-pools": [{ base: "10.8.0.0/16", size: 24 }] };
  expect(checkOrder({ ...access, expected: { ...expected, probes, daemonConfig } })).toMatchObject({
    ...{ dockerNetworks: ["10.9.0.1/24", "10.8.0.0/16"], hints: { web: "look at web", db: "look at db" } },
  });
});

test("a restart is an order in which nothing is checked", () => {
  expect(restartOrder(access, "dev")).toEqual({
    ...checkOrder(access, "dev"),
    ...{ script: restartScript(expected), prepares: true },
  });
});
