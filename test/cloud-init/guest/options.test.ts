// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { defaults } from "../../../cloud-init/defaults";
import { guestScript } from "../../../cloud-init/guest-script";
import { optionSettings } from "../../../cloud-init/settings";
import { specOf } from "../spec-of";
import { Machine, optionsOff, settings } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  machine.state("active", ["sshd", "firewalld"]);
});
afterEach(() => machine.remove());

async function run(options: Partial<typeof optionsOff>) {
  machine.install({ ...settings, ...optionsOff, ...options }, true);
  await machine.run("install.sh");
  const { stage, status, message } = machine.result();
  return { stage, status, message };
}

const done = { stage: "verify", status: "done", message: "" };
const failed = (message: string) => ({ stage: "options", status: "failed", message });

/** The calls for a package that is not there yet. */
const brought = (name: string) => [`rpm -q ${name}`, `rpm -q --whatprovides ${name}`, `dnf -y install ${name}`];

/** Calls of the stage `options`: those between the daemon's configuration and its start. */
function calls(): string[] {
  const all = machine.calls();
  const end = all.findIndex((call) => call === "systemctl reset-failed docker*");
  return all.slice(all.findIndex((call) => call.startsWith("dockerd")) + 1, end > 0 ? end : undefined);
}

test("the stage is there only where the script is, between configure and start", async () => {
  await run({});
  expect(machine.result().stages.map(({ name }) => name)).toEqual([
    ...["preflight", "repository", "packages", "configure", "options", "start", "users", "verify"],
  ]);
  expect(calls()).toEqual([]);
});

test("every option at once, in an order in which each finds what it needs", async () => {
  const options = {
    DATA_ROOT: "'/srv/docker'",
    FIREWALL_PORTS: "('8080/tcp' '6000-6010/udp')",
    RELOAD_SSHD: "'1'",
    RELOAD_SYSCTL: "'1'",
    SECURITY_UPDATES: "'1'",
    ENABLE_UNITS: "('docker-prune.timer')",
    KERNEL_MODULES: "('br_netfilter' 'ip_tables')",
    LOCK_VERSIONS: "'1'",
  };
  expect(await run(options)).toEqual(done);
  const first = calls();
  expect(first).toEqual([
    ...brought("python3-dnf-plugin-versionlock"),
    "dnf --disablerepo=* versionlock add docker-* containerd.io",
    "modprobe -a -- br_netfilter ip_tables",
    `sysctl -p ${defaults.guest.sysctls.slice(1)}`,
    "selinuxenabled",
    "semanage fcontext -a -e /var/lib/docker /srv/docker",
    "semanage fcontext -a -e /var/lib/containerd /srv/docker/containerd",
    "restorecon -R srv/docker",
    "firewall-cmd --state",
    "firewall-cmd --permanent --add-port=8080/tcp --add-port=6000-6010/udp",
    "firewall-cmd --add-port=8080/tcp --add-port=6000-6010/udp",
    "sshd -t",
    "systemctl is-active --quiet sshd",
    "systemctl reload sshd",
    ...brought("dnf-automatic"),
    "systemctl enable --now dnf-automatic.timer",
    "systemctl daemon-reload",
    "systemctl enable --now docker-prune.timer",
  ]);
  machine.forgetCalls();
  expect(await run(options)).toEqual(done);
  expect(calls()).toEqual(first.filter((call) => !/^dnf -y install|^rpm -q --whatprovides/.test(call)));
  expect(machine.result().installed).toBe(0);
});

describe("DATA_ROOT", () => {
  test("is made with mode 0711, and what is there already is left as it is", async () => {
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(done);
    expect(machine.mode("srv/docker")).toBe("711");
    expect(machine.mode("srv/docker/containerd")).toBe("711");
    // The daemon sets its own mode.
    machine.chmod("srv/docker", 0o710);
    await run({ DATA_ROOT: "'/srv/docker'" });
    expect(machine.mode("srv/docker")).toBe("710");
  });

  test("takes any path as it stands", async () => {
    const path = "/srv/a b$(touch pwned)";
    expect(await run({ DATA_ROOT: `'${path}'` })).toEqual(done);
    expect(existsSync(join(machine.root, path, "containerd"))).toBe(true);
    expect(machine.calls("semanage")[0]).toBe(`semanage fcontext -a -e /var/lib/docker ${path}`);
    expect(machine.exists("pwned")).toBe(false);
  });

  test("that is a file", async () => {
    machine.write("srv/docker", "");
    expect((await run({ DATA_ROOT: "'/srv/docker'" })).message).toMatch(
      /^docker\.dataRoot: cannot make \/srv\/docker: install: .*File exists$/,
    );
    expect(machine.result().stage).toBe("options");
  });

  test.each([
    ["is off", () => machine.on("selinuxenabled", "exit 1")],
    ["is not on the image", () => machine.without("selinuxenabled")],
  ])("has no labels where SELinux %s", async (_case, arrange) => {
    arrange();
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(done);
    expect([...machine.calls("semanage"), ...machine.calls("restorecon")]).toEqual([]);
    expect(machine.mode("srv/docker")).toBe("711");
  });

  test("brings semanage where SELinux is on and it is missing", async () => {
    machine.without("semanage");
    machine.on("dnf", '[[ $* != *policycoreutils* ]] || ln -s "$SHIM/../bin/restorecon" "$SHIM/../bin/semanage"');
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(done);
    expect(machine.calls("dnf")).toContain("dnf -y install policycoreutils-python-utils");
    expect(machine.calls("semanage")).toHaveLength(2);
  });

  test("cannot be labelled without semanage", async () => {
    machine.without("semanage");
    machine.on("dnf", "[[ $* != *policycoreutils* ]] || exit 1");
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(
      failed(
        "docker.dataRoot: SELinux is on, and dnf cannot install semanage to label /srv/docker:  (status 1, try 3)",
      ),
    );
  });

  test("has labels already: they are set again", async () => {
    machine.on("semanage", "[[ $2 != -a ]] || exit 1");
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(done);
    expect(machine.calls("semanage")).toContain("semanage fcontext -m -e /var/lib/docker /srv/docker");
  });

  test("that semanage refuses", async () => {
    machine.on("semanage", "exit 1");
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(
      failed("docker.dataRoot: semanage cannot give /srv/docker the labels of /var/lib/docker"),
    );
  });

  test("on a file system without labels", async () => {
    machine.on("restorecon", "echo 'Operation not supported' >&2; exit 1");
    expect(await run({ DATA_ROOT: "'/srv/docker'" })).toEqual(
      failed("docker.dataRoot: cannot label /srv/docker: Operation not supported"),
    );
  });
});

describe("FIREWALL_PORTS", () => {
  const ports = { FIREWALL_PORTS: "('8080/tcp')" };

  test("where firewalld is installed but off: they hold when it is started", async () => {
    machine.state("active", []);
    expect(await run(ports)).toEqual(done);
    expect(calls()).toEqual(["firewall-cmd --state", "firewall-offline-cmd --add-port=8080/tcp"]);
  });

  test("where there is no firewalld", async () => {
    machine.without("firewall-cmd");
    expect(await run(ports)).toEqual(
      failed(
        "firewalldPorts needs firewalld, which this image lacks; leave it out, or add firewalld to docker.packages",
      ),
    );
  });

  test.each([
    ["for good", "firewall-cmd", "[[ $1 != --permanent ]] || { echo 'Error: INVALID_PORT: 8080/xyz' && exit 102; }"],
    ["now", "firewall-cmd", "[[ $1 != --add-port* ]] || { echo 'Error: INVALID_PORT: 8080/xyz' && exit 102; }"],
  ])("that firewalld refuses %s", async (_case, tool, shell) => {
    machine.on(tool, shell);
    expect(await run(ports)).toEqual(failed("firewalldPorts: firewalld refuses: Error: INVALID_PORT: 8080/xyz"));
  });

  test("that firewalld refuses while it is off", async () => {
    machine.state("active", []);
    machine.on("firewall-offline-cmd", "echo 'Error: INVALID_PORT: 8080/xyz'; exit 102");
    expect(await run(ports)).toEqual(failed("firewalldPorts: firewalld refuses: Error: INVALID_PORT: 8080/xyz"));
  });
});

describe("RELOAD_SSHD", () => {
  test.each([
    ["sshd", ["systemctl is-active --quiet sshd", "systemctl reload sshd"]],
    ["ssh", ["systemctl is-active --quiet sshd", "systemctl is-active --quiet ssh", "systemctl reload ssh"]],
    // Started for each connection, it reads its configuration then.
    ["", ["systemctl is-active --quiet sshd", "systemctl is-active --quiet ssh"]],
  ])("where the active unit is '%s'", async (unit, expected) => {
    machine.state("active", unit ? [unit] : []);
    expect(await run({ RELOAD_SSHD: "'1'" })).toEqual(done);
    expect(calls()).toEqual(["sshd -t", ...expected]);
  });

  test("a configuration that sshd refuses is not loaded", async () => {
    machine.on("sshd", "echo 'line 1: Bad configuration option: MaxStartup' >&2; exit 255");
    expect(await run({ RELOAD_SSHD: "'1'" })).toEqual(
      failed("sshd refuses its configuration: line 1: Bad configuration option: MaxStartup"),
    );
    expect(machine.calls("systemctl")).not.toContain("systemctl reload sshd");
  });

  test("cannot be reloaded", async () => {
    machine.on("systemctl", "[[ $1 != reload ]] || exit 1");
    expect(await run({ RELOAD_SSHD: "'1'" })).toEqual(failed("systemd could not reload sshd"));
  });
});

test("kernel parameters that the kernel refuses", async () => {
  machine.on("sysctl", "echo 'net.ipv4.ip_forward = 1'; echo 'sysctl: cannot stat /proc/sys/vm/nope' >&2; exit 255");
  expect(await run({ RELOAD_SYSCTL: "'1'" })).toEqual(
    failed("sysctls: the kernel refuses: sysctl: cannot stat /proc/sys/vm/nope"),
  );
});

test("kernel parameters of a bridge are there, as their module is loaded before", async () => {
  const sysctls = { "net.bridge.bridge-nf-call-iptables": "1", "net.netfilter.nf_conntrack_max": "262144" };
  const told = optionSettings(specOf({ sysctls })) ?? "";
  const lines = [...told.matchAll(/^(\w+)=(.*)$/gm)];
  const own = Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
  const file = Object.entries(sysctls).map(([name, value]) => `${name} = ${value}\n`);
  machine.write(defaults.guest.sysctls.slice(1), file.join(""));
  expect(await run({ RELOAD_SYSCTL: "'1'" })).toMatchObject({ status: "failed", stage: "options" });
  expect(await run(own)).toEqual(done);
});

test("a kernel module that is not there", async () => {
  machine.on("modprobe", "echo 'modprobe: FATAL: Module nope not found' >&2; exit 1");
  expect(await run({ KERNEL_MODULES: "('nope')" })).toEqual(
    failed("kernelModules: modprobe refuses: modprobe: FATAL: Module nope not found"),
  );
});

test.each([
  ["whose plugin cannot be installed", "[[ $* != *versionlock ]] || { echo 'Error: no mirror' && exit 1; }"],
  ["that dnf does not take", "[[ $* != *versionlock\\ add* ]] || { echo 'Error: no mirror' && exit 1; }"],
])("a version lock %s", async (_case, shell) => {
  machine.on("dnf", shell);
  expect(await run({ LOCK_VERSIONS: "'1'" })).toEqual(
    failed("docker.versionLock: dnf cannot lock Docker's versions: Error: no mirror (status 1, try 3)"),
  );
});

test("security updates that cannot be installed: as many tries as allowed", async () => {
  machine.on("dnf", "[[ $* != *automatic* ]] || exit 1");
  expect(await run({ SECURITY_UPDATES: "'1'" })).toEqual(
    failed("securityUpdates: dnf cannot install dnf-automatic:  (status 1, try 3)"),
  );
  expect(machine.calls("dnf").filter((call) => call.includes("automatic"))).toHaveLength(3);
});

test.each([
  ["SECURITY_UPDATES", "'1'", "securityUpdates: systemd could not start dnf-automatic.timer"],
  ["ENABLE_UNITS", "('docker-prune.timer')", "systemd could not start docker-prune.timer"],
])("%s whose unit does not start", async (name, value, message) => {
  machine.on("systemctl", "[[ $* != *--now* ]] || exit 1");
  expect(await run({ [name]: value })).toEqual(failed(message));
});

test("a failure is over once its cause is: the script is run again", async () => {
  machine.on("modprobe", "exit 1");
  expect((await run({ KERNEL_MODULES: "('br_netfilter')" })).status).toBe("failed");
  machine.calm();
  expect(await run({ KERNEL_MODULES: "('br_netfilter')" })).toEqual(done);
});

test("run alone it says what to run", () => {
  const { status, stderr } = spawnSync("bash", ["-c", guestScript("options.sh")], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "docker-host-options is a part of docker-host-install; run that\n",
  });
});
