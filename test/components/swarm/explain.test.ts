// SPDX-License-Identifier: Apache-2.0
import { explained } from "../../../components/swarm/explain";
import { swarmScreen } from "../../../components/swarm/swarm-screen";
import { silence } from "../../../components/ssh/failure";
import { memberOf } from "./members";

const web = memberOf("web");
const fixOf = (words: string) => explained("join", web, { status: 1, stdout: "", stderr: `${words}\n` }).failure.fix;

test.each([
  ["--live-restore daemon configuration is incompatible with swarm mode", "docker.liveRestore"],
  ["cannot enable swarm mode: nftables is not supported with swarm", "iptables"],
  ["rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster", "reads it anew"],
  ["remote CA does not match fingerprint. Expected: 1, got: 2", "another swarm"],
  [
    "tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time",
    "clocks differ",
  ],
  ["Swarm certificates have expired. To replace them, leave the swarm and join again.", "leave --force"],
  [
    "Timeout was reached before node joined. The attempt to join the swarm will continue in the background.",
    "2377/tcp",
  ],
  ["rpc error: code = DeadlineExceeded desc = context deadline exceeded", "2377/tcp"],
  ['This node is already part of a swarm. Use "docker swarm leave" to leave this swarm', "docker swarm leave"],
  ["could not find the system's IP address; advertise address must be a non-zero IP address", "privateAddress"],
  ["invalid pool request: Pool overlaps with other one on this address space", "addressPool"],
  ["error creating vxlan interface: operation not supported", "modprobe"],
  ["error creating vxlan interface: file exists", "dataPathPort"],
  ["service needs ingress network, but no ingress network is present", "--ingress"],
  ["no suitable node (scheduling constraints not satisfied on 1 node)", "availability"],
  ['invalid mount config for type "bind": bind source path does not exist: /usr', "folder does not exist"],
  ["No such image: docker-host-proof:1", "image is not on that member"],
  ["The swarm does not have a leader.", "more than half"],
  ["Swarm is encrypted and needs to be unlocked before it can be used.", "unlockKey"],
])("%s", (words, fix) => {
  expect(fixOf(words)).toContain(fix);
});

test("the engine's own line is the cause, and the rest is its log", () => {
  const stderr = "Error: something failed first\nError response from daemon: context deadline exceeded\n";
  expect(explained("join", web, { status: 1, stdout: "", stderr }).failure).toMatchObject({
    ...{ stage: "join", nodes: ["web"], what: "a machine cannot join", look: ["enter web"] },
    cause: "web: Error response from daemon: context deadline exceeded",
    log: ["Error: something failed first"],
  });
});

test("a token that an engine repeats is not shown", () => {
  const stderr = "invalid join token SWMTKN-1-abc-def and SWMKEY-1-x/y+z=\n";
  const said = JSON.stringify(explained("join", web, { status: 1, stdout: "", stderr }).failure);
  expect(said).toContain("SWMTKN-***");
  expect(said).not.toMatch(/abc-def|x\/y/);
});

test.each([
  [124, "web: no answer in time"],
  [undefined, "web: no answer in time"],
  [3, "web: ended with status 3, and said nothing"],
  [0, "web: an answer that cannot be read"],
])("a script that ended with %s and said nothing", (status, cause) => {
  expect(explained("init", web, { status, stdout: "", stderr: "" }).failure.cause).toBe(cause);
});

test("a member that cannot be asked has the hint of SSH", () => {
  const { failure } = explained("ssh", web, silence("port 22 is closed", "start sshd"));
  expect(failure).toMatchObject({ stage: "ssh", cause: "web: port 22 is closed", fix: "start sshd" });
});

test("the screen says what, why and what to do in 80 columns, and commands are not wrapped", () => {
  const look = [`pulumi-docker-host shell ${"x".repeat(90)}`];
  const nodes = Array.from({ length: 9 }, (_, i) => `member${i}`);
  const what = "the swarm's ports are blocked";
  const screen = swarmScreen("swarm", {
    stage: "ports",
    nodes,
    what,
    cause: "no answer ".repeat(20),
    fix: "open",
    log: ["a", "b\u001b[1m"],
    look,
  });
  const lines = screen.split("\n");
  expect(lines[0]).toBe("✖ swarm: the swarm's ports are blocked (stage ports, member0, member1, member2,");
  expect(screen).toContain("member5 and 3 more)");
  expect(lines.slice(0, -1).every((line) => line.length <= 80)).toBe(true);
  expect(lines.slice(-4)).toEqual(["  fix: open", "  log: a", "       b [1m", `  look: ${look[0]}`]);
});
