// SPDX-License-Identifier: Apache-2.0
import { Machine } from "./machine";

const good = "var/lib/cloud/instance/docker-host-is-good";
const off = ["systemctl poweroff --force --force", "systemctl poweroff --force"];

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  machine.write("var/lib/cloud/instance/user-data.txt", "");
  machine.write("usr/libexec/docker/docker-init", "");
  machine.write("dev/console", "");
  machine.tool("sleep", "exit 0");
});
afterEach(() => machine.remove());

/** As the user data runs the two scripts. */
async function boot() {
  await machine.run("install.sh");
  machine.forgetCalls();
  return machine.selfCheck();
}

const poweroffs = () => machine.calls("systemctl").filter((call) => call.includes("poweroff"));
/** What the last line of a console says, after its beginning, which is the same for each. */
function said(console = "dev/console"): string {
  const [, reason = ""] =
    /\r\ndocker-host: powers off, because the boot failed at stage ([ -~]*)\r\n$/.exec(machine.read(console)) ?? [];
  return reason.trim();
}

test("a good machine stays on, is good from then on, and keeps nothing of the look", async () => {
  expect(await boot()).toEqual({ code: 0 });
  expect(machine.calls()).toEqual([
    "systemctl is-active docker",
    "systemctl is-enabled docker",
    "runuser -l rocky -c docker ps >/dev/null",
    "docker ps",
    "runuser -l alice -c docker ps >/dev/null",
    "docker ps",
    "docker import - docker-host-self-check",
    "docker run --rm --network none --pull never --log-driver none docker-host-self-check /docker-init --version",
    "docker rmi docker-host-self-check",
  ]);
  expect([machine.exists(good), machine.read("dev/console"), machine.list("images")]).toEqual([true, "", []]);
  expect(machine.exists("var/lib/docker-host/self-check.log")).toBe(false);
});

test.each<[string, string, string, string]>([
  [
    "the installation failed",
    "dockerd",
    "echo 'no \"log-driver\"' >&2; exit 1",
    "configure: docker.daemonConfig is not accepted: no 'log-driver'",
  ],
  [
    "its reason holds a password",
    "curl",
    "echo 'curl: (7) no https://me:hush@a.example' >&2; exit 1",
    "repository: cannot fetch https://download.docker.com/linux/centos/gpg: curl: (7) no https://***@a.example (status 1, try 3)",
  ],
  [
    "a user does not reach the engine",
    "runuser",
    "[[ $2 != alice ]] || { printf 'not\\ta \\033[1mshell' >&2; exit 1; }",
    "self-check: a new login of alice cannot use docker: not a  [1mshell",
  ],
  [
    "docker takes no image",
    "docker",
    "[[ $1 != import ]] || { echo 'no space left, https://me:hush@a.example' >&2; exit 1; }",
    "self-check: docker takes no image: no space left, https://***@a.example",
  ],
  [
    "a container does not run",
    "docker",
    "[[ $1 != run ]] || { echo 'exec format error' >&2; exit 126; }",
    "self-check: no container runs: exec format error",
  ],
])("%s: the console says so last, and the machine goes off", async (_what, tool, shell, reason) => {
  machine.on(tool, shell);
  expect(await boot()).toEqual({ code: 1 });
  expect(said()).toBe(reason);
  expect(poweroffs()).toEqual(off);
  expect(machine.exists(good)).toBe(false);
});

test.each([
  ["is-active", "docker is inactive"],
  ["is-enabled", "docker is disabled"],
])("Docker that does not pass systemctl %s after a good installation", async (word, reason) => {
  await machine.run("install.sh");
  machine.state(word === "is-active" ? "active" : "enabled", []);
  await machine.selfCheck();
  expect([said(), poweroffs()]).toEqual([`self-check: ${reason}`, off]);
});

test("an installation that was killed, or never began, or was that of another boot", async () => {
  machine.on("dnf", "interrupt KILL");
  await boot();
  expect(said()).toBe("packages: the install script was cut off");
  machine.write(
    "var/lib/docker-host/result.json",
    '{"stage":"verify","status":"done","message":"","bootId":"another"}\n',
  );
  await machine.selfCheck();
  expect(said()).toBe("cloud-init: the install script did not run");
  machine.write("var/lib/docker-host/result.json", "");
  await machine.selfCheck();
  expect(said()).toBe("cloud-init: the install script did not run");
});

test("what the script did not think of ends the machine as well", async () => {
  machine.write("etc/docker-host/install.env", "false\n");
  await machine.selfCheck();
  expect([said(), poweroffs()]).toEqual([
    expect.stringMatching(/^self-check: line \d+: false ended with status 1$/),
    off,
  ]);
});

describe("consoles", () => {
  beforeEach(() => machine.on("docker", "[[ $1 != run ]] || exit 1"));

  test("Google's serial port is told where it is not the console itself", async () => {
    machine.write("dev/ttyS0", "");
    machine.write("sys/class/tty/console/active", "tty0\n");
    await boot();
    expect([said("dev/console"), said("dev/ttyS0")]).toEqual(Array(2).fill("self-check: no container runs:"));
    machine.write("sys/class/tty/console/active", "tty0 ttyS0\n");
    machine.write("dev/ttyS0", "");
    await machine.selfCheck();
    expect(machine.read("dev/ttyS0")).toBe("");
  });

  test("none: the machine goes off all the same, and none is made", async () => {
    machine.without("../dev/console");
    await boot();
    expect([poweroffs(), machine.exists("dev/console")]).toEqual([off, false]);
  });

  test("one that takes nothing", async () => {
    machine.without("../dev/console");
    machine.write("dev/console/folder", "");
    await boot();
    expect(poweroffs()).toEqual(off);
  });
});

describe("the time limit", () => {
  test("ends a machine whose installation has not come to its end", async () => {
    machine.on("dnf", "interrupt KILL");
    await machine.run("install.sh");
    await machine.selfCheck("30");
    expect(said()).toBe("packages: not good 30 minutes after its start; the installation: running");
    expect(poweroffs()).toEqual(off);
  });

  test("ends one on which nothing of ours ever ran", async () => {
    await machine.selfCheck("30");
    expect(said()).toBe("cloud-init: not good 30 minutes after its start; the installation: not begun");
    expect(poweroffs()).toEqual(off);
  });

  test("leaves a good machine alone, whatever has become of it since", async () => {
    await boot();
    machine.state("active", []);
    expect(await machine.selfCheck("30")).toEqual({ code: 0 });
    expect([machine.read("dev/console"), poweroffs()]).toEqual(["", []]);
  });
});
