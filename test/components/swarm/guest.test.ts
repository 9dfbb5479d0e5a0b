// SPDX-License-Identifier: Apache-2.0
// The scripts that change members, on a member without engine.
import { memberScript } from "../../../components/swarm/member-script";
import { FakeMember, info } from "./fake-member";

let fake: FakeMember;
beforeEach(() => (fake = new FakeMember()));
afterEach(() => fake.remove());

const membership = (told: Record<string, string>, ...calls: string[]) =>
  fake.run(memberScript("membership.sh", told, calls));
const administration = (...calls: string[]) => fake.run(memberScript("administration.sh", {}, calls));
const changing = () => fake.calls().filter((call) => !call.startsWith("GET"));
/** From the call on, the engine says that it is a member. */
const joinsAfter = (call: string, swarm: object) => {
  const [before, after] = [info({}), info(swarm)].map((one) => JSON.stringify(one));
  fake.does("GET /info", `grep -q '^${call}' "$ROOT/calls" && echo '${after}' || echo '${before}'`);
  fake.answers("GET /nodes", [{ ID: "n1" }]);
};
const manager = { NodeID: "n1", LocalNodeState: "active", ControlAvailable: true };
const worker = { NodeID: "n2", LocalNodeState: "active" };

test("a swarm is made with what was ordered, once", async () => {
  joinsAfter("POST /swarm/init", manager);
  fake.answers("POST /swarm/init", "n1");
  const told = { BODY: '{"AdvertiseAddr":"10.0.0.11"}' };
  for (const _ of ["first", "again"])
    expect(await membership(told, "make_swarm")).toEqual({ status: 0, stdout: "id n1\n", stderr: "" });
  expect(changing()).toEqual(['POST /swarm/init {"AdvertiseAddr":"10.0.0.11"}']);
});

test("the engine's no to a swarm ends the script in the engine's own words", async () => {
  joinsAfter("never", manager);
  fake.does("POST /swarm/init", `status=400; echo '{"message":"could not find the system IP address"}'`);
  const { status, stderr } = await membership({ BODY: "{}" }, "make_swarm");
  expect({ status, stderr }).toEqual({ status: 1, stderr: "could not find the system IP address\n" });
});

test("a member joins with its token in no argument of a process", async () => {
  joinsAfter("POST /swarm/join", worker);
  fake.answers("POST /swarm/join", "");
  const told = { BODY: '{"JoinToken":"SWMTKN-1-secret"}', ROLE: "worker", PATIENCE: "5" };
  expect(await membership(told, "join_swarm")).toEqual({ status: 0, stdout: "id n2\n", stderr: "" });
  expect(changing()).toEqual(['POST /swarm/join {"JoinToken":"SWMTKN-1-secret"}']);
  expect(fake.read("arguments")).toContain("/swarm/join");
  expect(fake.read("arguments")).not.toContain("secret");
});

test("a member that the managers let in only after the engine's own 20 seconds is waited for", async () => {
  joinsAfter("POST /swarm/join", worker);
  fake.does(
    "POST /swarm/join",
    `status=500; echo '{"message":"Timeout was reached before node joined. The attempt to join the swarm will continue"}'`,
  );
  const told = { BODY: "{}", ROLE: "worker", PATIENCE: "5" };
  expect(await membership(told, "join_swarm")).toEqual({ status: 0, stdout: "id n2\n", stderr: "" });
});

test.each([
  ["a token that is wrong", `status=400; echo '{"message":"invalid join token"}'`, "invalid join token\n"],
  ["an engine that answers nothing", "exit 52", "the engine has not answered\n"],
  [
    "managers that do not answer",
    `status=500; echo '{"message":"Timeout was reached before node joined."}'`,
    "it has not joined within 0 s: no manager answers it, context deadline exceeded\n",
  ],
])("%s: it is named, and the machine joins nothing later on", async (_what, answer, words) => {
  joinsAfter("never", worker);
  fake.does("POST /swarm/join", answer);
  fake.answers("POST /swarm/leave?force=true", "");
  const told = { BODY: "{}", ROLE: "worker", PATIENCE: "0" };
  expect(await membership(told, "join_swarm")).toEqual({ status: 1, stdout: "", stderr: words });
  expect(changing()).toEqual(["POST /swarm/join {}", "POST /swarm/leave?force=true"]);
});

test("who is to be a manager is waited for until it decides with the others", async () => {
  joinsAfter("POST /swarm/join", worker);
  fake.answers("POST /swarm/join", "");
  const told = { BODY: "{}", ROLE: "manager", PATIENCE: "0" };
  expect(await membership(told, "join_swarm")).toMatchObject({ status: 1 });
});

test("a member leaves, and one that is in no swarm has left already", async () => {
  fake.answers("GET /info", info({}));
  expect(await membership({}, "leave_swarm")).toMatchObject({ status: 0 });
  expect(changing()).toEqual(["POST /swarm/leave?force=true"]);
});

test("tokens are read without anything else", async () => {
  fake.answers("GET /swarm", {
    ID: "c1",
    TLSInfo: { TrustRoot: "x" },
    JoinTokens: { Worker: "SWMTKN-1-w", Manager: "SWMTKN-1-m" },
    DataPathPort: 4789,
  });
  const { stdout } = await administration("tokens");
  expect(JSON.parse(stdout)).toEqual({ JoinTokens: { Worker: "SWMTKN-1-w", Manager: "SWMTKN-1-m" } });
});

test("a member is drained, and waited for until its tasks are elsewhere", async () => {
  fake.tool(
    "docker",
    `#!/bin/bash
echo "docker $*" >>"$ROOT/calls"
[[ $* != *" ps "* ]] || (($(grep -c ' ps ' "$ROOT/calls") > 2)) && echo "Shutdown 1 second ago" || echo "Running 2 minutes ago"
`,
  );
  const { status, stdout } = await administration("drain_member n2 60");
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  expect(fake.calls()[0]).toBe("docker node update --availability drain n2");
});

test("tasks that stay do not hold up more than the limit, and that is said", async () => {
  fake.tool("docker", `#!/bin/bash\n[[ $* != *" ps "* ]] || echo "Running 2 minutes ago"\n`);
  expect(await administration("drain_member n2 0")).toEqual({ status: 0, stdout: "late n2\n", stderr: "" });
});

test("a manager is demoted until the others no longer count it", async () => {
  fake.tool(
    "docker",
    `#!/bin/bash
echo "docker $*" >>"$ROOT/calls"
[[ $* != *inspect* ]] || (($(grep -c inspect "$ROOT/calls") > 2)) || echo voter
`,
  );
  expect(await administration("demote_member n1")).toMatchObject({ status: 0 });
  expect(fake.calls().filter((call) => call.includes("inspect"))).toHaveLength(3);
});

test("an entry is removed, also while its demotion is not yet known everywhere; one that is gone is all right", async () => {
  fake.tool(
    "docker",
    `#!/bin/bash
echo "docker $*" >>"$ROOT/calls"
(($(grep -c rm "$ROOT/calls") > 2)) || { echo "Error response from daemon: node n1 is a cluster manager and must be demoted to worker before removal" >&2; exit 1; }
`,
  );
  expect(await administration("remove_member n1")).toMatchObject({ status: 0 });
  fake.tool("docker", `#!/bin/bash\necho "Error: No such node: n1 not found" >&2; exit 1\n`);
  expect(await administration("remove_member n1")).toMatchObject({ status: 0 });
  fake.tool("docker", `#!/bin/bash\necho "Error response from daemon: rpc error" >&2; exit 1\n`);
  expect(await administration("remove_member n1")).toMatchObject({
    status: 1,
    stderr: "Error response from daemon: rpc error\n",
  });
});

test("the network of published ports is made anew as soon as the old one is gone", async () => {
  fake.answers("DELETE /networks/ingress", "");
  fake.does(
    "POST /networks/create",
    `(($(grep -c create "$ROOT/calls") > 2)) && echo '{"Id":"i2"}' || { status=403; echo '{"message":"ingress network is already present"}'; }`,
  );
  const script = memberScript("administration.sh", { BODY: '{"Name":"ingress"}' }, ["remake_ingress"]);
  expect(await fake.run(script)).toMatchObject({ status: 0 });
  expect(changing()).toEqual([
    "DELETE /networks/ingress",
    ...(Array(3).fill('POST /networks/create {"Name":"ingress"}') as string[]),
  ]);
});
