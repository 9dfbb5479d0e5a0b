// SPDX-License-Identifier: Apache-2.0
import { dockerNetworks } from "../../../cloud-init/docker-networks";
import { checkHost } from "../../../components/health/check-host";
import { lostAnswers } from "../../../components/health/lost-answers";
import { SshFailure } from "../../../components/ssh/failure";
import { sourceAddress } from "../../../components/ssh/source-address";

const own = dockerNetworks({});
const from = (address: string | undefined) => () => Promise.resolve(address);

test.each([
  ["172.17.3.4", own, "172.17.0.0/16"],
  ["172.22.3.4", own, "172.20.0.0/14"],
  ["192.168.1.5", own, "192.168.0.0/16"],
  ["10.9.0.200", ["10.9.0.1/24"], "10.9.0.1/24"],
])("the screen of a silent host names this computer's address %s", async (address, networks, range) => {
  expect(await lostAnswers({ host: "10.1.2.3" }, networks, from(address))).toBe(
    `this computer's address ${address} lies in ${range}, from which Docker on the host takes its networks: from then on no answer leaves the host; set docker.addressPools to ranges that nobody uses who talks to it`,
  );
});

test("and the bastion's, where one is in between", async () => {
  const proxy = { host: "172.18.0.5" };
  expect(await lostAnswers({ host: "10.1.2.3", proxy }, own, from("10.0.0.1"))).toMatch(
    /^the bastion's address 172.18.0.5 lies in 172.18.0.0\/16/,
  );
});

test.each([
  ["another address", { host: "10.1.2.3" }, "10.4.5.6"],
  ["an address by IPv6", { host: "2001:db8::1" }, "172.17.3.4"],
  ["a host by its name", { host: "web.example" }, "172.17.3.4"],
  ["a command in between", { host: "10.1.2.3", proxyCommand: ["nc"] }, "172.17.3.4"],
  ["a bastion by its name", { host: "10.1.2.3", proxy: { host: "bastion.example" } }, "172.17.3.4"],
  ["no way there", { host: "10.1.2.3" }, undefined],
])("nothing is said with %s", async (_what, connection, address) => {
  expect(await lostAnswers(connection, own, from(address))).toBeUndefined();
});

test("the address from which this computer itself is reached is its own", async () => {
  expect(await sourceAddress("127.0.0.1")).toBe("127.0.0.1");
});

test("a host that is silent once Docker has started: the cause is the first hint", async () => {
  const order = {
    ...{ host: "web", connection: { host: "127.0.0.1" }, script: "", limits: { ssh: 0, total: 0 } },
    ...{ dockerNetworks: ["127.0.0.0/8"], unreachableHint: "the rule lets nobody in" },
  };
  const { failure } = await checkHost(
    order,
    () => {},
    () => Promise.reject(new SshFailure("silence", "no answer", "look")),
  );
  expect(failure?.fix).toMatch(
    /^this computer's address 127.0.0.1 lies in 127.0.0.0\/8, .*; the rule lets nobody in; look$/,
  );
});
