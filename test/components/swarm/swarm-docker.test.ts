// SPDX-License-Identifier: Apache-2.0
import { swarmDocker } from "../../../components";
import { gcpHostProblems, swarmMemberProblems } from "../../../components/problems";
import { guestParts } from "../../../components/gcp/guest-parts";
import { base } from "../gcp/host-under-test";

const overlay = (mtu: string) => ({ "default-network-opts": { overlay: { "com.docker.network.driver.mtu": mtu } } });

test.each<[string, Parameters<typeof swarmDocker>, object]>([
  ["nothing but live restore, where the network carries what dockerd takes for granted", [], { liveRestore: false }],
  ["the size of packets where it does not", [{}, 1460], { liveRestore: false, daemonConfig: overlay("1460") }],
  ["no key that the engine does not know", [{ version: "23.0.6" }, 1460], { liveRestore: false, version: "23.0.6" }],
  [
    "what the caller says, and that wins",
    [{ compose: false, daemonConfig: { debug: true, ...overlay("1400") } }, 1460],
    { liveRestore: false, compose: false, daemonConfig: { debug: true, ...overlay("1400") } },
  ],
  ["what the caller says of live restore, for the rules to refuse", [{ liveRestore: true }], { liveRestore: true }],
])("a member gets %s", (_what, args, expected) => {
  expect(swarmDocker(...args)).toEqual(expected);
});

test("on Google Cloud bridges keep what they have beside it, and nothing is wrong with it", () => {
  const docker = swarmDocker({}, 1460);
  const { daemonConfig } = guestParts({ ...base, docker }).docker as { daemonConfig: unknown };
  const mtu = { "com.docker.network.driver.mtu": "1460" };
  expect(daemonConfig).toEqual({ mtu: 1460, "default-network-opts": { bridge: mtu, overlay: mtu } });
  expect(gcpHostProblems("web", { ...base, docker })).toEqual([]);
  expect([...swarmMemberProblems(docker)]).toEqual([]);
});

const liveRestore = "is true, also where nothing is said, and does not work with Swarm; set it to false";
test.each<[string, string, unknown]>([
  ["docker.liveRestore", liveRestore, undefined],
  ["docker.liveRestore", liveRestore, { liveRestore: true }],
  ["docker.liveRestore", liveRestore, { daemonConfig: { "live-restore": null } }],
  [`docker.daemonConfig["live-restore"]`, liveRestore, { liveRestore: false, daemonConfig: { "live-restore": true } }],
  [
    `docker.daemonConfig["firewall-backend"]`,
    `"nftables" does not work with Swarm; remove it, and the engine uses iptables`,
    { liveRestore: false, daemonConfig: { "firewall-backend": "nftables" } },
  ],
])("what keeps a host from being a member is refused by its path: %s", (path, message, docker) => {
  expect([...swarmMemberProblems(docker)]).toMatchObject([{ path, message, severity: "error" }]);
});

test.each<[string, unknown]>([
  ["live restore that is off", { liveRestore: false }],
  ["live restore that is off in daemon.json", { daemonConfig: { "live-restore": false } }],
  ["what is known late", { liveRestore: Promise.resolve(true) }],
  ["what is of the wrong kind, as others say so", { liveRestore: "yes", daemonConfig: [] }],
])("%s keeps nobody out", (_what, docker) => {
  expect([...swarmMemberProblems(docker)]).toEqual([]);
});
