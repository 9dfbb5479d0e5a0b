// SPDX-License-Identifier: Apache-2.0
// guest/access.py on a scratch root: who may use the machine, as one change after another is made on it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { AccessOrder } from "../../../components/access/order";
import { Accounts, lines, orderOf, ownKey, rule } from "./accounts";

const key = (name: string, comment = name) => `ssh-ed25519 AAAA${name} ${comment}`;
const [alice, bob] = [
  { name: "alice", keys: [key("alice")], sudo: true, groups: ["adm", "web"] },
  { name: "bob", keys: [key("bob")], shell: "/bin/sh" },
];

let accounts: Accounts | undefined;
const booted = (order: AccessOrder) => (accounts = new Accounts(order));
afterEach(() => accounts?.remove());

/** What a session leaves in /proc: who has logged in, of whom all that it starts is. */
function session(pid: number, user: string): void {
  const [, , id = ""] =
    (accounts?.list("etc/passwd") ?? []).find((line) => line.startsWith(`${user}:`))?.split(":") ?? [];
  accounts?.write(`proc/${pid}/loginuid`, id);
}
const running = (pid: number) => accounts?.has(`proc/${pid}`);

describe("after a first boot", () => {
  test("nothing is changed, and what the first boot has given is written down for root alone", () => {
    const order = orderOf({ users: [alice, bob], docker: ["rocky", "alice"], keys: [key("laptop")] });
    const machine = booted(order);
    expect(machine.settle(order)).toMatchObject({
      status: 0,
      says: "users: rocky, alice, bob; nothing to change",
      calls: [],
    });
    expect(JSON.parse(machine.read("var/lib/docker-host/access.json"))).toEqual(order);
    expect(statSync(join(machine.root, "var/lib/docker-host/access.json")).mode & 0o777).toBe(0o600);
  });

  test("and neither is it later, for which one start of Python is all", () => {
    const order = orderOf({ users: [alice] });
    const machine = booted(order);
    machine.settle(order);
    expect(machine.settle(order)).toMatchObject({
      status: 0,
      calls: [],
      says: expect.stringMatching(/nothing to change$/) as string,
    });
  });
});

describe("a new user", () => {
  test("is made with home, shell, groups, keys, sudo and Docker", () => {
    const machine = booted(orderOf({}));
    machine.settle(orderOf({}));
    const { status, says, calls } = machine.settle(orderOf({ users: [alice], docker: ["rocky", "alice"] }));
    expect({ status, says }).toEqual({
      status: 0,
      says: "users: rocky, alice; changed: made alice, alice into adm, alice into web, keys of alice, alice into docker, sudo",
    });
    expect(calls.filter((call) => /^(user|group)add/.test(call))).toEqual([
      "useradd -m -s /bin/bash alice",
      "groupadd web",
    ]);
    expect(machine.whatEachCan(["alice"])).toEqual({
      alice: { shell: "/bin/bash", groups: ["adm", "docker", "web"], keys: alice.keys, sudo: true },
    });
    expect(machine.list("etc/sudoers.d/90-docker-host-users")).toEqual([rule("alice")]);
    const modes = ["home/alice/.ssh", "home/alice/.ssh/authorized_keys", "etc/sudoers.d/90-docker-host-users"];
    expect(modes.map((path) => statSync(join(machine.root, path)).mode & 0o777)).toEqual([0o700, 0o600, 0o440]);
    expect(calls).toContain(`restorecon ${machine.root}/home/alice/.ssh`);
  });

  test("who has the name of a group that is there gets it as the own one", () => {
    const machine = booted(orderOf({ users: [{ name: "alice", groups: ["web"] }] }));
    expect(machine.settle(orderOf({ users: [{ name: "web" }] })).calls).toContain("useradd -m -s /bin/bash -g web web");
  });

  test("whose home was not made, because the machine ended, gets one", () => {
    const machine = booted(orderOf({}));
    machine.settle(orderOf({}));
    machine.settle(orderOf({ users: [alice] }), { interruptAt: 4 });
    rmSync(join(machine.root, "home/alice"), { recursive: true, force: true });
    expect(machine.settle(orderOf({ users: [alice] })).status).toBe(0);
    expect(machine.whatEachCan(["alice"])).toMatchObject({ alice: { keys: alice.keys } });
  });
});

describe("a user who stays", () => {
  const before = orderOf({ users: [alice, bob], docker: ["alice", "bob"] });
  const changed = (more: Partial<typeof alice>, docker = ["alice", "bob"]) =>
    orderOf({ users: [{ ...alice, ...more }, bob], docker });

  test("gets other keys in the place of the old ones, and keeps those that others have put there", () => {
    const machine = booted(before);
    machine.settle(before);
    const [own, other] = [key("by-hand"), "# a comment"];
    machine.write("home/alice/.ssh/authorized_keys", lines([own, ...alice.keys, other]));
    machine.settle(changed({ keys: [key("new")] }));
    expect(machine.list("home/alice/.ssh/authorized_keys")).toEqual([own, other, key("new")]);
  });

  test("has a key with other options or another comment in the place where it was", () => {
    const machine = booted(before);
    machine.settle(before);
    const bound = `from="192.0.2.0/24",command="echo \\"a b\\"" ${key("alice", "laptop")}`;
    machine.write("home/alice/.ssh/authorized_keys", lines([key("alice"), key("other")]));
    machine.settle(changed({ keys: [bound] }));
    expect(machine.list("home/alice/.ssh/authorized_keys")).toEqual([bound, key("other")]);
    machine.settle(changed({ keys: [] }));
    expect(machine.list("home/alice/.ssh/authorized_keys")).toEqual([key("other")]);
  });

  test("gets another shell, and keeps open sessions", () => {
    const machine = booted(before);
    machine.settle(before);
    session(77, "alice");
    machine.settle(changed({ shell: "/bin/sh" } as Partial<typeof alice>));
    expect(machine.whatEachCan(["alice"])).toMatchObject({ alice: { shell: "/bin/sh" } });
    expect(running(77)).toBe(true);
  });

  test("loses sudo, of which the rest of cloud-init's file stays as it was", () => {
    const machine = booted(before);
    machine.settle(before);
    const { says } = machine.settle(changed({ sudo: false }));
    expect(says).toBe("users: rocky, alice, bob; changed: sudo");
    expect(machine.read("etc/sudoers.d/90-cloud-init-users")).toBe(
      `# Created by cloud-init\n\n# User rules for rocky\n${rule("rocky")}\n\n`,
    );
    machine.settle(before);
    expect(machine.list("etc/sudoers.d/90-docker-host-users")).toEqual([rule("alice")]);
    machine.settle(changed({ sudo: false }));
    expect(machine.has("etc/sudoers.d/90-docker-host-users")).toBe(false);
  });

  test("leaves groups that were given here, keeps others, and loses the sessions, which would keep them", () => {
    const machine = booted(before);
    machine.settle(before);
    machine.write(
      "etc/group",
      machine.read("etc/group").replace("web:x:502:alice", "web:x:502:alice\nlab:x:510:alice,x"),
    );
    session(77, "alice");
    session(78, "bob");
    session(79, "rocky");
    machine.settle(changed({ groups: ["adm"] }));
    expect(machine.whatEachCan(["alice"])).toMatchObject({ alice: { groups: ["adm", "docker", "lab"] } });
    expect([running(77), running(78), running(79)]).toEqual([false, true, true]);
  });

  test("leaves dockerUsers, and so loses Docker and the sessions, which would keep the group", () => {
    const machine = booted(before);
    machine.settle(before);
    session(77, "alice");
    session(78, "bob");
    const { calls } = machine.settle(changed({}, ["bob"]));
    expect(calls).toEqual(["gpasswd -d alice docker", "loginctl terminate-user alice", "kill -KILL 77"]);
    expect([running(77), running(78)]).toEqual([false, true]);
    expect(machine.list("etc/docker-host/install.env")).toEqual([
      "CHANNEL='stable'",
      "DOCKER_USERS=('bob')",
      "export A=1",
    ]);
  });
});

describe("a user who is taken out", () => {
  const before = orderOf({ users: [alice, bob], docker: ["rocky", "alice"] });
  const after = orderOf({ users: [bob] });
  const removed = () => {
    const machine = booted(before);
    machine.settle(before);
    machine.write("home/alice/notes", "mine");
    machine.write("home/alice/.ssh/authorized_keys", lines([...alice.keys, key("by-hand")]));
    machine.write("var/lib/systemd/linger/alice", "");
    session(77, "alice");
    // What sudo has made root's is still of that login; a container of the same number is of none.
    session(78, "alice");
    machine.write("proc/79/loginuid", "4294967295");
    return { machine, ...machine.settle(after) };
  };

  test("is locked, loses all keys, groups, sudo, Docker and sessions, and keeps the home", () => {
    const { machine, status, says, calls } = removed();
    expect({ status, says }).toEqual({
      status: 0,
      says: "users: rocky, bob; changed: locked alice, keys of alice, alice out of adm, alice out of web, alice out of docker, sudo",
    });
    expect(machine.whatEachCan(["alice"])).toEqual({ alice: {} });
    expect(calls[0]).toBe("usermod -L -e 1970-01-02 alice");
    expect([77, 78, 79].map(running)).toEqual([false, false, true]);
    expect(machine.read("home/alice/notes")).toBe("mine");
    expect(machine.has("var/lib/systemd/linger/alice")).toBe(false);
    expect(machine.settle(after).calls).toEqual([]);
  });

  test("and comes back later as a new user would", () => {
    const { machine } = removed();
    machine.settle(before);
    const fresh = new Accounts(before);
    expect(machine.whatEachCan(["alice", "bob", "rocky"])).toEqual(fresh.whatEachCan(["alice", "bob", "rocky"]));
    fresh.remove();
  });

  test("who is not on the machine any more is no problem", () => {
    const machine = booted(before);
    machine.settle(before);
    for (const file of ["passwd", "shadow"])
      machine.write(`etc/${file}`, lines(machine.list(`etc/${file}`).filter((line) => !line.startsWith("alice:"))));
    expect(machine.settle(after).status).toBe(0);
    expect(machine.read("etc/group")).not.toContain("alice,");
  });
});

describe("the image's login", () => {
  test("gets further keys beside its own, which is left as it is, and root's file has them as cloud-init's", () => {
    const machine = booted(orderOf({ keys: [key("old")] }));
    machine.settle(orderOf({ keys: [key("old")] }));
    const own = machine.list("root/.ssh/authorized_keys")[0];
    machine.settle(orderOf({ keys: [key("new")] }));
    expect(machine.list("home/rocky/.ssh/authorized_keys")).toEqual([ownKey, key("new")]);
    expect(machine.list("root/.ssh/authorized_keys")).toEqual([own, own?.replace(ownKey, key("new"))]);
    machine.settle(orderOf({ keys: [] }));
    expect(machine.list("root/.ssh/authorized_keys")).toEqual([own]);
  });

  test("leaves dockerUsers with its sessions, of which ours is one", () => {
    const machine = booted(orderOf({ docker: ["rocky"] }));
    machine.settle(orderOf({ docker: ["rocky"] }));
    session(77, "rocky");
    expect(machine.settle(orderOf({ docker: [] })).calls).toEqual(["gpasswd -d rocky docker"]);
    expect(running(77)).toBe(true);
  });

  test("keeps its own key even where that was named as a further one before", () => {
    const machine = booted(orderOf({ keys: [ownKey] }));
    machine.settle(orderOf({ keys: [ownKey] }));
    machine.settle(orderOf({ keys: [] }));
    expect(machine.list("home/rocky/.ssh/authorized_keys")).toContain(ownKey);
  });
});

describe("refused is, before anything is touched,", () => {
  const before = orderOf({ users: [alice] });
  const refusal = (order: AccessOrder) => {
    const machine = booted(before);
    machine.settle(before);
    const record = machine.read("var/lib/docker-host/access.json");
    const { status, says, calls } = machine.settle(order);
    expect([status, calls, machine.read("var/lib/docker-host/access.json")]).toEqual([1, [], record]);
    return says;
  };

  test("the key by which the check comes, where options bind it", () => {
    expect(refusal(orderOf({ keys: [`restrict ${ownKey}`] }))).toMatch(
      /^loginKeys holds the key by which the check comes/,
    );
  });

  test.each(["rocky", "root"])("a user with the name %s", (name) => {
    expect(refusal(orderOf({ users: [{ name }] }))).toBe(`users names ${name}, who is the machine's own; take it out`);
  });
});

test("dockerUsers may name somebody of a directory, who leaves again", () => {
  const machine = booted(orderOf({}));
  machine.settle(orderOf({}));
  expect(machine.settle(orderOf({ docker: ["rocky", "eve_example"] }), { directory: "eve_example" })).toMatchObject({
    status: 0,
    calls: ["gpasswd -a eve_example docker"],
  });
  machine.settle(orderOf({}), { directory: "eve_example" });
  expect(machine.read("etc/group")).not.toContain("eve_example");
});

test("who does not exist cannot be put into the group, which says so by the name", () => {
  const machine = booted(orderOf({}));
  expect(machine.settle(orderOf({ docker: ["nobody1"] }))).toMatchObject({
    status: 1,
    says: "nobody1 cannot be put into group docker: user 'nobody1' does not exist",
  });
});

test("a rule that sudo would not take leaves the rules as they were", () => {
  const machine = booted(orderOf({ users: [alice] }));
  machine.settle(orderOf({ users: [alice] }));
  machine.write("etc/sudoers.d/90-cloud-init-users", `${rule("rocky")}\n${rule("alice")}\nhalf a\n`);
  const { status, says } = machine.settle(orderOf({ users: [{ ...alice, sudo: false }] }));
  expect([status, says]).toEqual([
    1,
    expect.stringMatching(/^\/etc\/sudoers.d\/90-cloud-init-users would not be valid: .*syntax error/),
  ]);
  expect(machine.list("etc/sudoers.d/90-cloud-init-users")).toContain(rule("alice"));
});

describe("a link that a user has put into the own home leads root nowhere:", () => {
  const before = orderOf({ users: [bob] });
  const linked = (path: string) => {
    const machine = booted(before);
    machine.settle(before);
    const target = join(machine.root, "etc/target");
    mkdirSync(target);
    writeFileSync(join(target, "authorized_keys"), "untouched");
    rmSync(join(machine.root, path), { recursive: true });
    symlinkSync(path.endsWith("keys") ? join(target, "authorized_keys") : target, join(machine.root, path));
    return { machine, untouched: () => readFileSync(join(target, "authorized_keys"), "utf8") };
  };

  test("a folder that is one is refused for who stays", () => {
    const { machine, untouched } = linked("home/bob/.ssh");
    expect(machine.settle(orderOf({ users: [{ ...bob, keys: [key("new")] }] }))).toMatchObject({
      status: 1,
      says: "~/.ssh of bob is no folder or a link, which is not followed; put a folder there",
    });
    expect(untouched()).toBe("untouched");
  });

  test("and taken away for who is taken out", () => {
    const { machine, untouched } = linked("home/bob/.ssh");
    expect(machine.settle(orderOf({})).status).toBe(0);
    expect([existsSync(join(machine.root, "home/bob/.ssh")), untouched()]).toEqual([false, "untouched"]);
  });

  test("a file that is one is replaced", () => {
    const { machine, untouched } = linked("home/bob/.ssh/authorized_keys");
    expect(machine.settle(orderOf({ users: [{ ...bob, keys: [key("new")] }] })).status).toBe(0);
    expect(lstatSync(join(machine.root, "home/bob/.ssh/authorized_keys")).isSymbolicLink()).toBe(false);
    expect([machine.list("home/bob/.ssh/authorized_keys"), untouched()]).toEqual([[key("new")], "untouched"]);
  });
});

test("a check whose connection was lost may still be at work: the next one waits for its end", async () => {
  const machine = booted(orderOf({}));
  machine.settle(orderOf({}));
  const folder = join(machine.root, "var/lib/docker-host");
  const other = spawn("flock", [folder, "bash", "-c", "echo has it; sleep 1"]);
  await once(other.stdout, "data");
  expect(machine.settle(orderOf({})).says).toBe(
    "another check is at work on the users of this machine;\nusers: rocky; nothing to change",
  );
  await once(other, "close");
});

test("a record that cannot be read is not taken for none", () => {
  const machine = booted(orderOf({}));
  machine.write("var/lib/docker-host/access.json", "{");
  expect(machine.settle(orderOf({}))).toMatchObject({
    status: 1,
    says: expect.stringMatching(/^\/var\/lib\/docker-host\/access.json cannot be read: /) as string,
  });
});
