// SPDX-License-Identifier: Apache-2.0
import { utimesSync } from "node:fs";
import { join } from "node:path";

import { fingerprint, key, Machine, settings } from "./machine";

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const keyUrl = "https://download.docker.com/linux/centos/gpg";
const stages = ["preflight", "repository", "packages", "configure", "start", "users", "verify"];

test("a machine in good order: each stage once, in order, and the result says done", async () => {
  const { code } = await machine.run("install.sh");
  const { bootId, seconds, stages: reported, ...rest } = machine.result();
  expect(code).toBe(0);
  expect(rest).toEqual({ version: 1, stage: "verify", status: "done", installed: 3, message: "" });
  expect(reported.map(({ name }) => name)).toEqual(stages);
  expect(seconds).toBeGreaterThanOrEqual(0);
  expect(bootId).toMatch(/^[0-9a-f-]{36}$/);
  expect(machine.calls()).toEqual([
    `curl -fsSL -o etc/pki/rpm-gpg/RPM-GPG-KEY-docker.new ${keyUrl}`,
    "gpg --batch --with-colons --show-keys etc/pki/rpm-gpg/RPM-GPG-KEY-docker.new",
    "rpm -qa --qf %{NAME}\\n docker docker-client docker-common docker-engine docker-io moby-engine podman podman-docker runc containerd",
    "rpm -q docker-ce docker-ce-cli containerd.io",
    ...["docker-ce", "docker-ce-cli", "containerd.io"].flatMap((name) => [
      `rpm -q ${name}`,
      `rpm -q --whatprovides ${name}`,
    ]),
    "dnf -y install docker-ce docker-ce-cli containerd.io",
    "groupadd -rf docker",
    "systemctl daemon-reload",
    "systemctl show -p ExecStart docker",
    "dockerd -H fd:// --containerd=/run/containerd/containerd.sock --validate --config-file etc/docker/daemon.json",
    "systemctl reset-failed docker*",
    "systemctl enable --no-reload containerd docker",
    // No daemon runs yet, so this is its first start.
    "systemctl restart containerd docker",
    "docker version",
    "usermod -aG docker rocky",
    "id -nG rocky",
    "usermod -aG docker alice",
    "id -nG alice",
    "systemctl is-active docker",
    "systemctl is-enabled docker",
  ]);
});

test("the repository file has an explicit release, the channel, and the key that was checked", async () => {
  machine.install({ ...settings, REPOSITORY_URL: "'https://mirror.example/docker'", CHANNEL: "'test'" });
  await machine.run("install.sh");
  expect(machine.read("etc/yum.repos.d/docker-ce.repo")).toBe(
    [
      "[docker-ce-test]",
      "name=Docker CE",
      "baseurl=https://mirror.example/docker/9/$basearch/test",
      "gpgcheck=1",
      "gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-docker",
      "",
    ].join("\n"),
  );
  expect(machine.read("etc/pki/rpm-gpg/RPM-GPG-KEY-docker")).toBe(key(fingerprint));
});

test("the log has a time stamp and the stage on each of the script's lines, and says each wait before it begins", async () => {
  await machine.run("install.sh");
  const lines = machine.log().trimEnd().split("\n");
  expect(lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} /, ""))).toEqual([
    "preflight: begins",
    "repository: begins",
    `repository: curl -fsSL -o etc/pki/rpm-gpg/RPM-GPG-KEY-docker.new ${keyUrl}, at most 30 s`,
    "packages: begins",
    "packages: dnf -y install docker-ce docker-ce-cli containerd.io, at most 600 s",
    ...["Transaction Summary", "===================", "Install    3 Packages"],
    "configure: begins",
    "start: begins",
    "start: at most 20 s; see the journal",
    "users: begins",
    "verify: begins",
    expect.stringMatching(/^verify: done after \d+ s\.$/),
  ]);
});

test("run twice: what is there is looked at, nothing is fetched or installed, and nothing is changed", async () => {
  await machine.run("install.sh");
  const lists = () => ["installed", "groups", "members-docker", "enabled", "active"].map((name) => machine.list(name));
  const [before, calls, pid] = [lists(), machine.calls(), machine.read("run/docker.pid")];
  machine.forgetCalls();
  await machine.run("install.sh");
  expect(machine.result()).toMatchObject({ stage: "verify", status: "done" });
  expect(lists()).toEqual(before);
  expect(machine.read("run/docker.pid")).toBe(pid);
  expect(machine.result().installed).toBe(0);
  const once = /^(curl|dnf|rpm -q --whatprovides|rpm -q \S+$)/;
  const again = calls.filter((call) => !once.test(call)).map((call) => call.replace(".new", ""));
  expect(machine.calls()).toEqual(again.map((call) => call.replace("systemctl restart", "systemctl start")));
});

describe("a daemon that runs already", () => {
  const later = new Date(Date.now() + 60_000);

  test.each(["etc/docker/daemon.json", "etc/containerd/config.toml", "etc/systemd/system/docker.service.d/proxy.conf"])(
    "is restarted where %s was written after it had started",
    async (path) => {
      await machine.run("install.sh");
      machine.write(path, "{}");
      utimesSync(join(machine.root, path), later, later);
      machine.forgetCalls();
      await machine.run("install.sh");
      expect(machine.calls("systemctl")).toContain("systemctl restart containerd docker");
    },
  );

  test("is left alone where the new daemon.json is not valid", async () => {
    await machine.run("install.sh");
    machine.write("etc/docker/daemon.json", "{");
    utimesSync(join(machine.root, "etc/docker/daemon.json"), later, later);
    machine.on("dockerd", 'echo "unexpected EOF" >&2; exit 1');
    machine.forgetCalls();
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "configure", status: "failed" });
    expect(machine.calls("systemctl")).toEqual(["systemctl daemon-reload", "systemctl show -p ExecStart docker"]);
  });
});

describe("the repository", () => {
  test("down for two tries, then up: the third succeeds, and metadata is dropped between", async () => {
    machine.on("dnf", '[[ $* != *install* ]] || ! times 2 || { echo "Error: Failed to download metadata" && exit 1; }');
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "verify", status: "done" });
    const install = "dnf -y install docker-ce docker-ce-cli containerd.io";
    expect(machine.calls("dnf")).toEqual([install, "dnf -q clean metadata", install, "dnf -q clean metadata", install]);
    expect(machine.log()).toContain("packages: again in 0 s");
  });

  test("down for good: as many tries as allowed, then the stage and the reason", async () => {
    machine.on("dnf", '[[ $* != *install* ]] || { echo "Error: Failed to download metadata" && exit 1; }');
    const { code } = await machine.run("install.sh");
    expect(code).toBe(1);
    expect(machine.result()).toMatchObject({
      stage: "packages",
      status: "failed",
      message:
        "dnf cannot install docker-ce docker-ce-cli containerd.io: Error: Failed to download metadata (status 1, try 3)",
    });
    expect(machine.calls("dnf").filter((call) => call.includes("install"))).toHaveLength(3);
    expect(machine.log()).toContain("Error: Failed to download metadata");
  });

  const gone = (url: string) => `Errors during downloading metadata for repository 'docker-ce-stable':
  - Status code: 404 for ${url}/9/x86_64/stable/repodata/repomd.xml (IP: 192.0.2.1)
Error: Failed to download metadata for repo 'docker-ce-stable': Cannot download repomd.xml`;
  const own = "https://download.docker.com/linux/centos";

  test.each([
    ["no such package", "No match for argument: htop\nError: Unable to find a match: htop"],
    ["a repository that is not there", gone(own)],
    [
      "packages of another key",
      "Public key for a.rpm is not installed. Failing package is: a\nError: GPG check FAILED",
    ],
  ])(
    "%s: dnf is asked once, since another try changes nothing, and its own line is the reason",
    async (_case, said) => {
      machine.write("shim/said", said);
      machine.on("dnf", '[[ $* != *install* ]] || { cat "$SHIM/said" >&2; exit 1; }');
      await machine.run("install.sh");
      expect(machine.calls("dnf")).toHaveLength(1);
      expect(machine.result().message).toContain(said.split("\n").at(-1)?.replaceAll('"', "'"));
      expect(machine.result().message).toMatch(/ \(status 1, try 1\)$/);
    },
  );

  test.each([
    ["a mirror of another repository that lacks it", gone("https://mirror.example/rocky")],
    [
      "a package that may be in a repository which dnf could not read and passes over",
      "Ignoring repositories: mine\nError: Unable to find a match: htop",
    ],
  ])("%s: dnf is asked again", async (_case, said) => {
    machine.write("shim/said", said);
    machine.on("dnf", '[[ $* != *install* ]] || { cat "$SHIM/said" >&2; exit 1; }');
    await machine.run("install.sh");
    expect(machine.result().message).toMatch(/ \(status 1, try 3\)$/);
  });

  test("a key that is not there is fetched once, one whose certificate is not trusted with curl's own reason", async () => {
    machine.on("curl", "echo 'curl: (22) The requested URL returned error: 404' >&2; exit 22");
    await machine.run("install.sh");
    expect(machine.result().message).toBe(
      `cannot fetch ${keyUrl}: curl: (22) The requested URL returned error: 404 (status 22, try 1)`,
    );
    const more = "More details here: https://curl.se/docs/sslcerts.html";
    machine.on(
      "curl",
      `printf 'curl: (60) SSL certificate problem: certificate is not yet valid\n${more}\n' >&2; exit 60`,
    );
    await machine.run("install.sh");
    expect(machine.result().message).toBe(
      `cannot fetch ${keyUrl}: curl: (60) SSL certificate problem: certificate is not yet valid (status 60, try 3)`,
    );
  });

  test("a pause doubles from one try to the next", async () => {
    // `sleep` is a real tool elsewhere; here only what it is asked for counts.
    machine.tool("sleep", "exit 0");
    machine.on("curl", "exit 6");
    await machine.run("install.sh", { TRIES: "5", BACK_OFF: "5" });
    expect(machine.calls("sleep")).toEqual(["sleep 5", "sleep 10", "sleep 20", "sleep 40"]);
  });

  test("key cannot be fetched", async () => {
    machine.on("curl", "echo 'curl: (6) Could not resolve host: download.docker.com' >&2; exit 6");
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "repository",
      status: "failed",
      message: `cannot fetch ${keyUrl}: curl: (6) Could not resolve host: download.docker.com (status 6, try 3)`,
    });
    expect(machine.calls("curl")).toHaveLength(3);
  });

  test("hangs: a try ends when its time is up, and even where it does not listen", async () => {
    machine.tool("timeout", '[[ $1 != -k ]] || shift 2\n[[ $2 != curl ]] || exit 124\n"${@:2}"');
    await machine.run("install.sh");
    expect(machine.calls("timeout").find((call) => call.includes("curl"))).toMatch(/^timeout -k 30 30 curl /);
    expect(machine.result().message).toBe(`cannot fetch ${keyUrl}: no end in 30 s.  (status 124, try 3)`);
  });

  const other = "1111111111111111111111111111111111111111";
  test.each([
    ["has another fingerprint", key(other), other],
    ["brings a second key along", key(fingerprint, other), `${fingerprint} ${other}`],
    ["is a page of a captive portal", "<html>please log in</html>\n", "no OpenPGP key"],
    ["is empty", "", "no OpenPGP key"],
  ])("key file %s: dnf never sees it", async (_case, content, found) => {
    machine.write("shim/key", content);
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "repository",
      status: "failed",
      message: `${keyUrl} holds ${found}, expected ${fingerprint}`,
    });
    expect(machine.exists("etc/pki/rpm-gpg/RPM-GPG-KEY-docker")).toBe(false);
    expect(machine.exists("etc/yum.repos.d/docker-ce.repo")).toBe(false);
    expect(machine.calls("dnf")).toEqual([]);
  });

  test("through a proxy: curl and dnf find it, and its password stays out of log and result", async () => {
    const proxy = "'http://user:hush@proxy.example:3128'";
    machine.install({ ...settings, "export http_proxy": proxy, "export https_proxy": proxy });
    machine.on("curl", 'echo "for $https_proxy and $http_proxy"');
    machine.on("dnf", 'echo "Curl error (7) through $https_proxy" && exit 1');
    await machine.run("install.sh");
    expect(machine.log()).toContain("for http://***@proxy.example:3128 and http://***@proxy.example:3128\n");
    expect(machine.log()).toContain("Curl error (7) through http://***@proxy.example:3128");
    expect(machine.log()).not.toContain("hush");
  });

  test("with a password in its address: that stays out of log and result", async () => {
    machine.install({ ...settings, GPG_KEY_URL: "'https://user:hush@mirror.example/gpg'" });
    machine.on("curl", "echo 'curl: (7) Failed to connect to https://user:hush@mirror.example' >&2; exit 7");
    await machine.run("install.sh");
    expect(machine.result().message).toBe(
      "cannot fetch https://***@mirror.example/gpg: curl: (7) Failed to connect to https://***@mirror.example (status 7, try 3)",
    );
    expect(machine.log() + machine.read("var/lib/docker-host/result.json")).not.toContain("hush");
  });
});

describe("packages", () => {
  test("in conflict are removed before the installation", async () => {
    machine.state("installed", ["bash", "podman", "podman-docker", "runc", "runc-tools"]);
    await machine.run("install.sh");
    expect(machine.calls("dnf")).toEqual([
      "dnf -y remove podman podman-docker runc",
      "dnf -y install docker-ce docker-ce-cli containerd.io",
    ]);
    expect(machine.list("installed")).toEqual(["bash", "runc-tools", "docker-ce", "docker-ce-cli", "containerd.io"]);
  });

  test("of a repository that another one brings are found, since that one is installed before", async () => {
    machine.install({ ...settings, RELEASES: "('epel-release')", PACKAGES: "('docker-ce' 'htop')" });
    await machine.run("install.sh");
    expect(machine.result().status).toBe("done");
    expect(machine.calls("dnf")).toEqual(["dnf -y install epel-release", "dnf -y install docker-ce htop"]);
  });

  test("in conflict that cannot be removed", async () => {
    machine.state("installed", ["podman"]);
    machine.on("dnf", '[[ $* != *remove* ]] || { echo "Error: protected" && exit 1; }');
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "packages",
      status: "failed",
      message: "dnf cannot remove podman: Error: protected (status 1, try 3)",
    });
  });
});

/** Two starts that failed: what dockerd ends with is no line of its log; systemd speaks last. */
const closing = `time="2026-11-24T12:00:00Z" level=info msg="Starting up"
failed to start daemon: something that is over
systemd: docker.service: Main process exited, code=exited, status=1/FAILURE
systemd: docker.service: Scheduled restart job, restart counter is at 1.
time="2026-11-24T12:00:02Z" level=info msg="Starting up"
time="2026-11-24T12:00:03Z" level=info msg="stopping event stream"
failed to start daemon: Error initializing network controller: iptables failed: "nat" missing
 (exit status 4)
systemd: docker.service: Main process exited, code=exited, status=1/FAILURE
systemd: docker.service: Failed with result 'exit-code'.
systemd: Failed to start docker.service - Docker Application Container Engine.
`;

describe("the daemon", () => {
  test("is not started with a daemon.json that it does not accept", async () => {
    machine.on(
      "dockerd",
      "echo 'unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid \"log-driver\"' >&2; exit 1",
    );
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "configure",
      status: "failed",
      message:
        "docker.daemonConfig is not accepted: unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid 'log-driver'",
    });
    expect(machine.calls("systemctl")).toEqual(["systemctl daemon-reload", "systemctl show -p ExecStart docker"]);
  });

  test.each([
    ["hosts", "-H fd:// --containerd=/run/containerd/containerd.sock"],
    ["containerd", "-H fd:// --containerd=/run/containerd/containerd.sock"],
    ["log-driver", "-H fd:// --log-driver=journald"],
  ])("is not started with a key that its unit has on the command line as well: %s", async (key, flags) => {
    machine.write("etc/docker/daemon.json", `{"${key}":"x"}\n`);
    machine.write("shim/exec-start", flags);
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "configure", status: "failed" });
    expect(machine.result().message).toMatch(
      new RegExp(`specified both as a flag and in the configuration file: ${key}$`),
    );
    expect(machine.calls("systemctl")).not.toContain("systemctl enable --no-reload containerd docker");
  });

  test.each([
    ["no flags", ""],
    ["a variable, which systemd alone knows", "-H fd:// $DOCKER_OPTIONS"],
  ])("whose unit has %s is asked without any", async (_case, flags) => {
    machine.write("shim/exec-start", flags);
    await machine.run("install.sh");
    expect(machine.result().status).toBe("done");
    expect(machine.calls("dockerd")).toEqual(["dockerd --validate --config-file etc/docker/daemon.json"]);
  });

  test("does not start: the result holds dockerd's own last words, and no limit that was not reached", async () => {
    machine.on("systemctl", '[[ $1 != restart ]] || { echo "Job for docker.service failed" >&2 && exit 1; }');
    machine.write("shim/journal", closing);
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "start",
      status: "failed",
      message:
        "docker does not start: failed to start daemon: Error initializing network controller: iptables failed: 'nat' missing  (exit status 4)",
    });
    expect(machine.calls("docker ")).toEqual([]);
  });

  test.each([
    ["hangs while it starts", "systemctl", "[[ $1 != restart ]] || exec sleep 60"],
    ["starts and does not answer", "docker", "exec sleep 60"],
    ["starts and refuses each connection", "docker", "exit 1"],
  ])("%s: the wait ends when its time is up", async (_case, tool, shell) => {
    machine.on(tool, shell);
    await machine.run("install.sh", { START_LIMIT: "1" });
    expect(machine.result()).toMatchObject({
      stage: "start",
      status: "failed",
      message:
        "docker does not start in 1 s: time='2026-11-24T12:00:00Z' level=info msg='API listen on /run/docker.sock'",
    });
  });

  test("answers only after a while", async () => {
    machine.on("docker", "! times 1 || exit 1");
    await machine.run("install.sh");
    expect(machine.result().status).toBe("done");
    expect(machine.calls("docker")).toContain("docker version");
  });

  test("went down again after it had answered", async () => {
    machine.on("docker", "remove active docker; exit 0");
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "verify", status: "failed", message: "docker is inactive" });
  });

  test("is not enabled, although systemctl said so", async () => {
    machine.on("systemctl", "[[ $1 != enable ]] || exit 0");
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({ stage: "verify", status: "failed", message: "docker is active disabled" });
  });
});

describe("users", () => {
  test("one who does not exist", async () => {
    machine.install({ ...settings, DOCKER_USERS: "('rocky' 'bob')" });
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "users",
      status: "failed",
      message: "dockerUsers names bob, who does not exist",
    });
    expect(machine.list("members-docker")).toEqual(["rocky"]);
  });

  test("one of OS Login, who is not in /etc/passwd", async () => {
    machine.state("oslogin", ["alice_example_com"]);
    machine.install({ ...settings, DOCKER_USERS: "('alice_example_com')" });
    await machine.run("install.sh");
    expect(machine.result().status).toBe("done");
    expect(machine.list("members-docker")).toEqual(["alice_example_com"]);
  });

  test("one of OS Login whose membership has no effect", async () => {
    machine.state("oslogin", ["alice_example_com"]);
    machine.install({ ...settings, DOCKER_USERS: "('alice_example_com')" });
    machine.on("gpasswd", "exit 0");
    await machine.run("install.sh");
    expect(machine.result()).toMatchObject({
      stage: "users",
      status: "failed",
      message: "alice_example_com is not in group docker",
    });
  });

  test("nobody", async () => {
    machine.install({ ...settings, DOCKER_USERS: "()" });
    await machine.run("install.sh");
    expect(machine.result().status).toBe("done");
    expect(machine.calls("usermod")).toEqual([]);
  });

  test("a docker group that the image or the guest agent made is kept, and there is one before the socket needs it", async () => {
    machine.on("dnf", "[[ $* != *install* ]] || { add installed docker-ce; exit 0; }");
    await machine.run("install.sh");
    const order = machine.calls().map((call) => call.split(" ", 1)[0]);
    // -f: one that exists is no error and keeps its number.
    expect(machine.calls("groupadd")).toEqual(["groupadd -rf docker"]);
    expect(order.indexOf("groupadd")).toBeLessThan(order.indexOf("systemctl"));
    expect(machine.list("members-docker")).toEqual(["rocky", "alice"]);
  });
});

test("an image without dnf", async () => {
  machine.without("dnf");
  await machine.run("install.sh");
  expect(machine.result()).toMatchObject({ stage: "preflight", status: "failed" });
  expect(machine.result().message).toMatch(/^use a Rocky Linux 9 image: .*dnf: not found$/);
});

test("settings that are missing are a failure that can be read", async () => {
  machine.write("etc/docker-host/install.env", "REPOSITORY_URL='https://download.docker.com/linux/centos'\n");
  await machine.run("install.sh");
  expect(machine.result()).toMatchObject({ stage: "repository", status: "failed", message: "cut off; see the log" });
  expect(machine.log()).toContain("CHANNEL: unbound variable");
});
