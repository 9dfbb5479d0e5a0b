// SPDX-License-Identifier: Apache-2.0
// Machines made of an image that has some or all of what is asked for.
import { fingerprint, key, Machine, optionsOff, settings } from "./machine";

const keyFile = "etc/pki/rpm-gpg/RPM-GPG-KEY-docker";
const repository = "etc/yum.repos.d/docker-ce.repo";
const docker = ["docker-ce", "docker-ce-cli", "containerd.io"];
const list = (names: string[]) => `(${names.map((name) => `'${name}'`).join(" ")})`;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

/** A machine of an image on which the installation has run: it left the key, the repository and these packages. */
function bake(...further: string[]) {
  machine.write(keyFile, key(fingerprint));
  machine.write(
    repository,
    `[docker-ce-stable]
name=Docker CE
baseurl=https://download.docker.com/linux/centos/9/$basearch/stable
gpgcheck=1
gpgkey=file:///${keyFile}
`,
  );
  machine.state("installed", [...docker, ...further]);
  machine.state("provides", ["vim vim-enhanced"]);
}

function offline() {
  machine.on("curl", "exit 6");
  machine.on("dnf", "exit 1");
}

test("all of it: the installation needs no network, has the same stages, and says that dnf installed nothing", async () => {
  bake();
  offline();
  await machine.run("install.sh");
  const { status, message, installed, stages } = machine.result();
  expect({ status, message, installed }).toEqual({ status: "done", message: "", installed: 0 });
  expect(stages.map(({ name }) => name)).toEqual([
    ...["preflight", "repository", "packages", "configure", "start", "users", "verify"],
  ]);
  expect([...machine.calls("dnf"), ...machine.calls("curl")]).toEqual([]);
  expect(machine.calls("systemctl")).toContain("systemctl restart containerd docker");
});

test("with the options that bring packages of their own: dnf installs nothing, and locks without a repository", async () => {
  const options = { ...optionsOff, LOCK_VERSIONS: "1", SECURITY_UPDATES: "1", DATA_ROOT: "/srv/docker" };
  machine.install({ ...settings, ...options }, true);
  bake("python3-dnf-plugin-versionlock", "dnf-automatic");
  await machine.run("install.sh");
  expect([machine.result().status, machine.result().installed]).toEqual(["done", 0]);
  expect(machine.calls("dnf")).toEqual(["dnf --disablerepo=* versionlock add docker-* containerd.io"]);
});

describe("packages", () => {
  // The image has 29.8.1 of Docker, as the newest is, but where `versions` says another one.
  test.each<[string, string[], string[], { versions?: string; installed?: number }?]>([
    ["a pin to the version that is there", ["docker-ce-29.8.1", "docker-ce-cli-29.8.1"], []],
    ["a pin with its release", ["docker-ce-29.8.1-1.el9", "containerd.io-2.1.5-1.el9"], []],
    ["a pre-release", ["docker-ce-30.0.0~rc.1"], [], { versions: "docker-ce 30.0.0~rc.1-1.el9" }],
    ["an older version than the newest, without a pin", docker, [], { versions: "docker-ce 28.3.3-1.el9" }],
    ["a pin to an older version", ["docker-ce-28.3.3", "containerd.io"], ["docker-ce-28.3.3"], { installed: 1 }],
    [
      "a pin to a newer one",
      ["docker-ce-29.8.1", "docker-ce-cli-29.8.1"],
      ["docker-ce-29.8.1"],
      { versions: "docker-ce 28.3.3-1.el9", installed: 1 },
    ],
    ["a pin to another release", ["docker-ce-29.8.1-2.el9"], ["docker-ce-29.8.1-2.el9"], { installed: 1 }],
    ["a pin to the beginning of the version", ["docker-ce-29"], ["docker-ce-29"], { installed: 1 }],
    ["one more", [...docker, "docker-buildx-plugin"], ["docker-buildx-plugin"], { installed: 1 }],
    ["a name that begins as one that is there", ["docker", "docker-ce"], ["docker"], { installed: 1 }],
    ["a name that a package provides", ["vim", ...docker], []],
    ["a version of such a name", ["vim-8.2"], ["vim-8.2"], { installed: 1 }],
    ["a group", ["@core", ...docker], ["@core"], { installed: 1 }],
    ["a path", ["/usr/bin/zsh"], ["/usr/bin/zsh"], { installed: 1 }],
    ["a pattern", ["docker-ce-29.*"], ["docker-ce-29.*"], { installed: 1 }],
  ])("%s", async (_what, asked, brought, { versions = "", installed = 0 } = {}) => {
    bake("vim-enhanced");
    if (versions) machine.state("versions", [versions]);
    machine.install({ ...settings, PACKAGES: list(asked) });
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ status: "done", installed });
    expect(machine.calls("dnf")).toEqual(brought.length > 0 ? [`dnf -y install ${brought.join(" ")}`] : []);
  });

  test("that the image's label promises, and rpm does not find, are installed: rpm alone is asked", async () => {
    bake();
    const promised = ["docker-ce-29.8.1-1.el9.x86_64", "docker-compose-plugin-5.0.0-1.el9.x86_64"];
    machine.write("usr/lib/docker-host/image.json", JSON.stringify({ version: 1, name: "a", packages: promised }));
    machine.state("versions", ["docker-ce 28.3.3-1.el9"]);
    machine.install({ ...settings, PACKAGES: list(["docker-ce-29.8.1", "containerd.io", "docker-compose-plugin"]) });
    await machine.run("install.sh");
    expect(machine.calls("dnf")).toEqual(["dnf -y install docker-ce-29.8.1 docker-compose-plugin"]);
    expect(machine.result()).toMatchObject({ status: "done", installed: 2 });
  });

  test("one that brings a repository is not installed again, and what is in conflict is removed all the same", async () => {
    machine.install({ ...settings, RELEASES: "('epel-release')" });
    bake("epel-release", "podman");
    await machine.run("install.sh");
    expect(machine.calls("dnf")).toEqual(["dnf -y remove podman"]);
    expect(machine.result()).toMatchObject({ status: "done", installed: 0 });
  });

  test("are counted as dnf counts them, over all of its transactions, and not those of a try that failed", async () => {
    machine.state("installed", ["docker-ce", "docker-ce-cli"]);
    machine.state("versions", ["docker-ce 28.3.3-1.el9"]);
    const pinned = ["docker-ce-29.8.1", "docker-ce-cli-28.3.3", "containerd.io", "htop"];
    machine.install({ ...settings, RELEASES: "('epel-release')", PACKAGES: list(pinned) });
    machine.on("dnf", "! times 1 || { printf 'Install  7 Packages\\n' && exit 1; }");
    await machine.run("install.sh");
    // epel-release; then one upgrade, one downgrade and two new ones.
    expect(machine.result()).toMatchObject({ status: "done", installed: 5 });
  });
});

describe("the key", () => {
  const fetched = () => machine.calls("curl").length;

  test("is fetched again where the repository is another one", async () => {
    bake();
    machine.install({ ...settings, REPOSITORY_URL: "'https://mirror.example/docker'" });
    await machine.run("install.sh");
    expect([fetched(), machine.calls("dnf"), machine.result().status]).toEqual([1, [], "done"]);
    expect(machine.read(repository)).toContain("baseurl=https://mirror.example/docker/9/$basearch/stable\n");
  });

  test.each([
    ["is missing", () => machine.without(`../${keyFile}`)],
    ["is another one", () => machine.write(keyFile, key("1".repeat(40)))],
    ["is cut off", () => machine.write(keyFile, "")],
  ])("is fetched again where it %s", async (_case, arrange) => {
    bake();
    const before = machine.read(keyFile);
    arrange();
    await machine.run("install.sh");
    expect([fetched(), machine.read(keyFile), machine.result().status]).toEqual([1, before, "done"]);
  });

  test("that another fingerprint is asked for, is refused although the old one is there", async () => {
    bake();
    machine.install({ ...settings, GPG_FINGERPRINT: `'${"1".repeat(40)}'` });
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "repository", status: "failed" });
  });
});
