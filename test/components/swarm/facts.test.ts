// SPDX-License-Identifier: Apache-2.0
import { rmSync } from "node:fs";
import { join } from "node:path";

import { factsScript, type NodeFacts, readFacts } from "../../../components/swarm/facts";
import { FakeMember, info } from "./fake-member";

/** Of a member of swarm 8cl0ckw0rk. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIB0DCCAXegAwIBAgIUWjrWs/ErZbX+j5SJYCNSDmhdTukwCgYIKoZIzj0EAwIw
PTETMBEGA1UECgwKOGNsMGNrdzByazEVMBMGA1UECwwMc3dhcm0td29ya2VyMQ8w
DQYDVQQDDAZuMGQzMWQwIBcNMjYxMTI3MDIwMTA5WhgPMjEyNjExMDMwMjAxMDla
MD0xEzARBgNVBAoMCjhjbDBja3cwcmsxFTATBgNVBAsMDHN3YXJtLXdvcmtlcjEP
MA0GA1UEAwwGbjBkMzFkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYGrrozq8
Rek+xsOniLv8Z8GbtP9Di5p9U0PCuHIQmrtQb/v07K8Unwz8Iv8OF0boqaSJCpP6
zIht1WC9H9IyjaNTMFEwHQYDVR0OBBYEFOmulhbP3gC3wFt7LZ0bSDapn2quMB8G
A1UdIwQYMBaAFOmulhbP3gC3wFt7LZ0bSDapn2quMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDRwAwRAIgdegxpCelavAJAaA8xyc6BQ2Ey0LJ08A0KLeLS/Mk
As0CIFQR8spEs8N4xkI3yzCtPsQF0DlSHVrAZ6hBimC9Lh7U
-----END CERTIFICATE-----
`;

let fake: FakeMember;
beforeEach(() => (fake = new FakeMember()));
afterEach(() => fake.remove());

async function look(patience = 1): Promise<NodeFacts> {
  const { status, stdout, stderr } = await fake.run(factsScript({ privateAddress: "10.0.0.11" }, patience));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readFacts(stdout, Date.now() / 1000);
}

test("an engine that is in no swarm", async () => {
  fake.answers("GET /info", info({}, { FirewallBackend: { Driver: "iptables" } }));
  const { ahead, ...facts } = await look();
  expect(facts).toEqual({
    ...{ unusable: "", state: "inactive", error: "", nodeId: "", clusterId: "", address: "", isManager: false },
    ...{
      engine: "28.5.2",
      liveRestore: false,
      firewall: "iptables",
      mtu: 1460,
      routes: ["10.9.0.1/32", "10.0.0.0/24"],
      swarm: undefined,
    },
  });
  expect(Math.abs(ahead)).toBeLessThan(60);
  expect(new Set(fake.calls())).toEqual(new Set(["GET /info"]));
});

test("a manager says how the swarm is", async () => {
  fake.answers(
    "GET /info",
    info({
      NodeID: "n1",
      NodeAddr: "10.0.0.11",
      LocalNodeState: "active",
      ControlAvailable: true,
      Cluster: { ID: "c1" },
    }),
  );
  fake.answers("GET /swarm", {
    ...{ ID: "c1", DefaultAddrPool: ["10.0.0.0/8"], SubnetSize: 24, DataPathPort: 4789 },
    Spec: { EncryptionConfig: { AutoLockManagers: true } },
    JoinTokens: { Worker: "SWMTKN-1-w", Manager: "SWMTKN-1-m" },
  });
  fake.answers("GET /nodes", [
    {
      ...{
        ID: "n1",
        Spec: { Role: "manager", Availability: "active", Labels: { disk: "ssd" } },
        Status: { State: "ready" },
      },
      ...{
        Description: { Hostname: "one" },
        ManagerStatus: { Leader: true, Reachability: "reachable", Addr: "10.0.0.11:2377" },
      },
    },
    {
      ID: "n2",
      Spec: { Role: "worker", Availability: "drain" },
      Status: { State: "down" },
      Description: { Hostname: "two" },
    },
  ]);
  fake.answers("GET /networks/ingress", { Name: "ingress", Options: { "com.docker.network.driver.mtu": "1460" } });
  fake.answers("GET /services", [{ ID: "s1" }]);
  expect((await look()).swarm).toEqual({
    ...{ id: "c1", addressPool: ["10.0.0.0/8"], subnetSize: 24, dataPathPort: 4789, autolock: true },
    ...{ ingressMtu: 1460, hasServices: true },
    nodes: [
      {
        ...{
          id: "n1",
          hostname: "one",
          role: "manager",
          availability: "active",
          state: "ready",
          labels: { disk: "ssd" },
        },
        ...{ isReachable: true, votes: true, isLeader: true, managerAddress: "10.0.0.11:2377" },
      },
      {
        ...{ id: "n2", hostname: "two", role: "worker", availability: "drain", state: "down", labels: {} },
        ...{ isReachable: false, votes: false, isLeader: false, managerAddress: "" },
      },
    ],
  });
});

test("a manager that has no leader says no more than to which swarm it belongs", async () => {
  const error = "rpc error: code = Unknown desc = The swarm does not have a leader.";
  fake.answers("GET /info", info({ NodeID: "n1", LocalNodeState: "active", ControlAvailable: true, Error: error }));
  fake.does("GET /nodes", `status=503; echo '{"message":"${error}"}'`);
  fake.does("GET /swarm", `status=503; echo '{"message":"${error}"}'`);
  fake.write("var/lib/docker/swarm/certificates/swarm-node.crt", certificate);
  expect(await look()).toMatchObject({ isManager: true, error, clusterId: "8cl0ckw0rk", swarm: undefined });
});

test("a worker's swarm is known by its certificate", async () => {
  fake.answers("GET /info", info({ NodeID: "n0d31d", LocalNodeState: "active" }, { DockerRootDir: "/data/docker" }));
  fake.write("data/docker/swarm/certificates/swarm-node.crt", certificate);
  expect(await look()).toMatchObject({ state: "active", nodeId: "n0d31d", clusterId: "8cl0ckw0rk", isManager: false });
});

test("an engine that has just started is waited for until it knows where it stands", async () => {
  const answers = [info({ LocalNodeState: "pending" }), info({ NodeID: "n1", LocalNodeState: "active" })].map((one) =>
    JSON.stringify(one),
  );
  fake.does("GET /info", `[[ $(grep -c info "$ROOT/calls") -gt 2 ]] && echo '${answers[1]}' || echo '${answers[0]}'`);
  expect(await look(60)).toMatchObject({ state: "active" });
});

test("one that stays so is not waited for longer than that", async () => {
  fake.answers("GET /info", info({ NodeID: "n1", LocalNodeState: "pending" }));
  expect(await look(0)).toMatchObject({ state: "pending" });
});

test("a machine without Docker, or whose Docker is silent, says so", async () => {
  expect(await look(0)).toMatchObject({ unusable: expect.stringContaining("no answer that can be read") as string });
  fake.tool("curl", "#!/bin/bash\necho 'curl: (7) Failed to connect' >&2; exit 7\n");
  expect(await look(0)).toMatchObject({ unusable: "the engine does not answer: curl: (7) Failed to connect" });
  rmSync(join(fake.root, "run/docker.sock"));
  expect(await look()).toMatchObject({ unusable: "there is no Docker Engine on it: /run/docker.sock does not exist" });
});

test("an address that no interface has has no MTU", async () => {
  fake.answers("GET /info", info({}));
  const { stdout } = await fake.run(factsScript({ privateAddress: "10.9.9.9" }, 0));
  expect(readFacts(stdout, 0)).toMatchObject({ mtu: 0 });
});

test("output that was cut off is an engine that cannot be used, and no crash", () => {
  for (const text of ["", "info", 'info {"Swarm":{"NodeID"', "nodes [", "swarm 1"])
    expect(readFacts(text, 0).unusable).not.toBe("");
});
