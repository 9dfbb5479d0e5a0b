// SPDX-License-Identifier: Apache-2.0
// What is left of a machine when it is sealed, on a scratch folder with shims; a real disk is looked at in test/e2e.
import { execFileSync } from "node:child_process";
import { linkSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { sealScript } from "../../../../components/bake/seal";
import { Machine } from "../../../cloud-init/guest/machine";

const label = { name: "docker-host-abc-1", base: 'Rocky "9" of \\ ours', digest: "abc", baked: "2026-11-26T12:00:00Z" };
const guest = {
  login: "rocky",
  docker: { proxy: "http://user:secret@proxy:3128", registryCertificates: { "registry.test": "-----BEGIN\n" } },
  sysctls: { "vm.swappiness": "10" },
  files: [{ path: "/etc/own.conf", content: "kept" }],
};
const ofThisMachine = {
  "etc/machine-id": "4c0ffee\n",
  "etc/hostname": "bake\n",
  "etc/ssh/ssh_host_ed25519_key": "private",
  "etc/ssh/ssh_host_ed25519_key.pub": "public",
  "etc/sudoers.d/90-cloud-init-users": "rocky",
  "etc/sudoers.d/90-docker-host-users": "ci",
  "var/lib/docker-host/access.json": "ssh-ed25519 AAAA",
  "root/.ssh/authorized_keys": "ssh-ed25519 AAAA",
  "home/rocky/.ssh/authorized_keys": "ssh-ed25519 AAAA",
  "home/rocky/.bash_history": "docker login",
  "home/rocky/.docker/config.json": "{}",
  "var/lib/systemd/random-seed": "seed",
  "var/lib/google/google_users": "rocky",
  "etc/google_instance_id": "4520031799277581759",
  "var/lib/docker-host/result.json": "{}",
  "var/lib/docker/containers/1/config.json": "{}",
  "var/lib/containerd/blob": "layer",
  "var/lib/cloud/instances/i-1/user-data.txt": "#cloud-config",
  "var/log/old.log.1": "secret",
  "var/log/journal/4c0ffee/system.journal": "open",
  "var/log/journal/4c0ffee/system@1.journal": "secret",
  "tmp/left": "secret",
  swapfile: "pages",
  "etc/docker/daemon.json": "{}",
  "etc/docker-host/install.env": "export https_proxy=http://user:secret@proxy:3128",
  "etc/systemd/system/docker.service.d/10-docker-host-proxy.conf": "secret",
  "etc/docker/certs.d/registry.test/ca.crt": "-----BEGIN",
  "etc/sysctl.d/90-docker-host.conf": "vm.swappiness = 10",
};
const ofTheImage = {
  "etc/own.conf": "kept",
  "etc/yum.repos.d/docker-ce.repo": "[docker-ce-stable]",
  "etc/ssh/sshd_config": "Port 22",
  "home/rocky/.bashrc": "# kept",
  "etc/cloud/cloud-init.disabled": "",
  "etc/cloud/cloud.cfg.d/99-docker-host.cfg": "datasource_list: [GCE]",
};

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
  machine.withReal("find", "rmdir", "shred", "truncate");
  for (const name of ["swapoff", "fstrim", "dd", "systemd-run"]) machine.tool(name, "");
  machine.tool("docker", "case $1 in version) echo 29.1.0 ;; ps) echo c0ffee ;; esac");
  machine.tool("id", "echo rocky adm docker");
  machine.tool("rpm", '[[ $4 != "" && ${*: -1} != /opt/tool ]] && printf \'"%s-1-1.el9.x86_64",\' "${*: -1}"');
  machine.withCloudInit();
  machine.tool("cloud-init", 'rm -rf "$ROOT/var/lib/cloud"');
  for (const [path, content] of Object.entries({ ...ofThisMachine, ...ofTheImage })) machine.write(path, content);
  machine.write("var/log/messages", "secret");
  machine.write("etc/fstab", "LABEL=root / xfs defaults 0 0\n/swapfile none swap sw 0 0\n");
  machine.state("active", ["docker", "containerd"]);
});
afterEach(() => machine.remove());

const seal = (more: object = {}, powersOff = false) => {
  rmSync(join(machine.root, "shim/pipe"), { force: true });
  return machine.runText(sealScript(label, { ...guest, ...more }, powersOff), {}, 'cat >"$SHIM/said"');
};

test("nothing stays that belongs to this machine, and all that belongs to the image", async () => {
  expect(await seal()).toEqual({ code: 0 });
  const left = readdirSync(machine.root, { recursive: true, encoding: "utf8" });
  expect(Object.keys(ofThisMachine).filter((path) => left.includes(path))).toEqual(["etc/machine-id"]);
  expect(machine.read("etc/machine-id")).toBe("");
  expect(machine.read("var/log/messages")).toBe("");
  expect(machine.read("etc/fstab")).toBe("LABEL=root / xfs defaults 0 0\n");
  for (const [path, content] of Object.entries(ofTheImage)) expect(machine.read(path)).toBe(content);
  expect(machine.exists("var/lib/docker")).toBe(true);
  expect(left.map((path) => join("/", path))).not.toContain("/etc/docker-host");
});

test("what was in a file that may hold a secret is overwritten before it is removed", async () => {
  const folders = ["etc/ssh/ssh_host", "etc/docker/", "etc/docker-host", "etc/systemd", "root", "home/rocky/.d"];
  const secret = [...folders, "home/rocky/.ssh", "home/rocky/.bash_", "var/log", "var/lib/cloud", "swapfile"];
  const paths = Object.keys(ofThisMachine).filter((path) => secret.some((begin) => path.startsWith(begin)));
  // A second name of the same blocks, which stay as long as it does.
  const witness = (path: string) => join(machine.root, "shim", path.replaceAll("/", "-"));
  for (const path of paths) linkSync(join(machine.root, path), witness(path));
  await seal();
  expect(paths).toHaveLength(15);
  const text = (path: string) => readFileSync(witness(path), "utf8");
  const open = ["var/log/journal/4c0ffee/system.journal"];
  expect(paths.filter((path) => statSync(witness(path)).size > 0 && /[^\0]/.test(text(path)))).toEqual(open);
});

test("secrets that the machine was given go by their record, wherever they lie, and are overwritten first", async () => {
  // What PATH has may be a launcher that needs more of PATH.
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  machine.tool("python3", `exec ${python} "$@"`);
  const paths = ["etc/app/tökén", "srv/ci/.docker/config.json"];
  for (const path of paths) machine.write(path, "secret");
  const logins = [{ user: "ci", file: "/srv/ci/.docker/config.json", key: "r.example" }];
  machine.write("var/lib/docker-host/secrets.json", JSON.stringify({ files: ["/etc/app/tökén", "/etc/gone"], logins }));
  linkSync(join(machine.root, "etc/app/tökén"), join(machine.root, "shim/witness"));
  expect(await seal()).toEqual({ code: 0 });
  expect(paths.filter((path) => machine.exists(path))).toEqual([]);
  expect(machine.read("shim/witness")).not.toContain("secret");
});

test("free blocks are filled with zeros and trimmed, where the disk takes that, and also those that ext4 keeps back", async () => {
  machine.write("sys/fs/ext4/vda1/reserved_clusters", "4096\n");
  await seal();
  expect(machine.read("sys/fs/ext4/vda1/reserved_clusters")).toBe("0\n");
  const calls = machine.calls().filter((call) => /^(dd|fstrim)/.test(call));
  const trim = `fstrim ${machine.root}`;
  expect(calls).toEqual([
    trim,
    "dd if=/dev/zero of=zeros bs=4M oflag=direct",
    "dd if=/dev/zero of=zeros.rest bs=4k",
    trim,
  ]);
});

test("where it takes no trim, the disk is not filled", async () => {
  machine.tool("fstrim", "exit 1");
  expect(await seal()).toEqual({ code: 0 });
  expect(machine.calls("dd")).toEqual([]);
});

test("it says in the image and on stdout what is in it, and what rpm does not know is left out", async () => {
  machine.tool("date", '[[ $* != +%s ]] || { echo 1790000000; exit; }; exec "$(PATH=/usr/bin:/bin type -P date)" "$@"');
  await seal({ docker: { packages: ["htop", "/opt/tool"], version: "29.1.0", compose: false, buildx: false } });
  const facts = {
    version: 1,
    ...label,
    // By the machine's clock, as rpm's times are.
    sealed: 1790000000,
    dockerVersion: "29.1.0",
    packages: ["docker-ce", "docker-ce-cli", "containerd.io", "htop"].map((name) => `${name}-1-1.el9.x86_64`),
  };
  expect(JSON.parse(machine.read("usr/lib/docker-host/image.json"))).toEqual(facts);
  expect(machine.read("shim/said")).toContain(machine.read("usr/lib/docker-host/image.json"));
});

test("running again after an interruption, it keeps the facts that it has, of which no engine is left to tell", async () => {
  await seal();
  machine.tool("docker", "exit 1");
  machine.state("active", []);
  expect(await seal()).toEqual({ code: 0 });
  expect(JSON.parse(machine.read("usr/lib/docker-host/image.json"))).toMatchObject({ dockerVersion: "29.1.0" });
});

test("facts of a base image that was itself made so are replaced", async () => {
  machine.write("usr/lib/docker-host/image.json", '{"version":1,"name":"older","dockerVersion":"1"}\n');
  await seal();
  expect(JSON.parse(machine.read("usr/lib/docker-host/image.json"))).toMatchObject(label);
});

test("containers are removed before Docker is stopped, as live restore keeps them running", async () => {
  await seal();
  const calls = machine.calls();
  const at = (call: string) => calls.findIndex((one) => one.startsWith(call));
  expect(at("docker rm -f c0ffee")).toBeGreaterThan(0);
  expect(at("systemctl disable --now docker.service")).toBeGreaterThan(at("docker rm -f c0ffee"));
  expect(calls).toContain("systemctl disable --now docker-host-ttl.timer");
});

test("nothing of the network stays where NetworkManager writes that, and what somebody else has written does", async () => {
  const written = "# Generated by NetworkManager\nsearch c.my-project.internal\n";
  machine.write("etc/resolv.conf", written);
  await seal();
  expect(machine.read("etc/resolv.conf")).toBe("");
  machine.write("etc/resolv.conf", "nameserver 192.0.2.1\n");
  await seal();
  expect(machine.read("etc/resolv.conf")).toBe("nameserver 192.0.2.1\n");
});

test("of the network's files those go that cloud-init has written for this machine's interface", async () => {
  const own = [
    "etc/sysconfig/network-scripts/ifcfg-ens5",
    "etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection",
  ];
  const header = "# Created by cloud-init automatically, do not edit.\n# Created by cloud-init on instance boot\n";
  for (const path of own) machine.write(path, `${header}HWADDR=0a:00:00:00:00:01\n`);
  machine.write("etc/sysconfig/network-scripts/ifcfg-eth0", "DEVICE=eth0\n");
  await seal();
  expect(own.filter((path) => machine.exists(path))).toEqual([]);
  expect(machine.exists("etc/sysconfig/network-scripts/ifcfg-eth0")).toBe(true);
});

test("a folder of logs that has the name of an old log stays, and what is in it is emptied", async () => {
  machine.write("var/log/report-2026/today", "secret");
  expect(await seal()).toEqual({ code: 0 });
  expect(machine.read("var/log/report-2026/today")).toBe("");
});

test("the kernel writes nothing more into the audit log before that is emptied", async () => {
  machine.tool("auditctl", "");
  await seal();
  expect(machine.calls("auditctl")).toEqual(["auditctl -e 0"]);
});

test("the login leaves the group docker", async () => {
  await seal();
  expect(machine.calls("gpasswd")).toEqual(["gpasswd -d rocky docker"]);
});

test.each([
  [true, "2"],
  [false, "1800"],
])("it switches the machine off at once (%j), or where nobody else does: after %s s", async (powersOff, seconds) => {
  await seal({}, powersOff);
  const timer = `--timer-property=AccuracySec=1s --on-active=${seconds}`;
  expect(machine.calls().at(-1)).toBe(`systemd-run --quiet ${timer} systemctl poweroff`);
});

test("a step that fails ends it with that step's words, and there is nothing on stdout to take for facts", async () => {
  machine.on("systemctl", "[[ $* != disable*docker.service ]] || exit 5");
  expect(await seal()).toEqual({ code: 5 });
  expect(machine.read("shim/said")).toContain("systemctl");
  expect(machine.read("shim/said")).not.toContain('"dockerVersion"');
});
