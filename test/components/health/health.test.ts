// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from "node:child_process";

import { check, cloudInitStatus, type Differences, names, systemctl, until } from "./scratch-host";

describe("a healthy host", () => {
  const host = check({ expected: { dockerUsers: ["rocky", "ci"], dockerVersion: "27.5.1", strict: true } });

  test("passes every probe, and the check ends well, also where a warning counts as a failure", () => {
    expect([host.code, host.statuses, host.failure]).toEqual([0, until("smoke"), undefined]);
    expect(host.report).toMatchObject({ healthy: true, dockerVersion: "27.5.1" });
  });

  test("is told in these words", () => {
    const { clock, port, dns, outgoing, ...others } = host.details;
    expect(clock).toMatch(/^no time service on this host; it is /);
    expect(port).toMatch(/^published on 127\.0\.0\.1:\d+ and reached$/);
    expect([dns, outgoing].map((detail) => detail?.split(":")[0])).toEqual(["the host itself", "the host itself"]);
    expect(others).toEqual({
      install: "done in 61 s",
      "cloud-init": "done, datasource DataSourceNoCloud",
      system: "Rocky Linux 9.5 (Blue Onyx), kernel 5.14.0-503.el9.x86_64, x86_64",
      repository: expect.stringMatching(/^docker-ce-stable is enabled in .*docker-ce\.repo$/) as string,
      packages: ["docker-ce", "docker-ce-cli", "containerd.io"].map((name) => `${name}-27.5.1-1.el9.x86_64`).join(" "),
      enabled: "containerd and docker start with the machine",
      units: "containerd and docker are active",
      daemon: "dockerd answers on its socket",
      server: "27.5.1 API 1.47, client 27.5.1",
      version: "27.5.1, as asked",
      socket: "660 root:docker socket",
      configuration: "dockerd has as asked: nothing that it shows; daemon.json was not looked at",
      storage: "overlay2 on xfs",
      cgroup: "version 2, driver systemd",
      membership: "in group docker: rocky ci",
      members: "nobody else is in group docker",
      login: "a new login can use docker: rocky ci",
      disk: "16 of 20 GiB free for /var/lib/docker",
      memory: "1.4 of 1.9 GiB free",
      selinux: "no SELinux on this host",
      firewall: "no firewalld; docker's rules are in place",
      container: "a container runs, with the host's /usr and a published port",
      logs: "a container starts with log driver local",
      smoke: "no image was asked for",
    });
  });

  test("tells when the stages of its first boot ran", () => {
    const stages = host.report.timeline.map(({ group, name, seconds }) => [group, name, seconds]);
    expect(stages).toEqual([
      ["cloud-init", "init", 1],
      ["cloud-init", "modules-final", 1],
      ["install", "preflight", 0],
    ]);
    const [first, second] = host.report.timeline;
    // Newer versions of cloud-init count from the boot, which was 5000 s ago.
    expect(Date.now() / 1000 - (first?.start ?? 0)).toBeGreaterThan(4900);
    expect(second?.start).toBe(first?.start);
  });

  test("keeps nothing of the container that was run", () => {
    expect(host.journal).toMatch(/^imported: .*\.\/docker-init .*\nremoved\n$/);
  });

  test("says on stderr which probe runs, how many there are and, before it waits, for how long and where to look", () => {
    const lines = host.stderr.trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/: at most .*/, ""))).toEqual(
      names.map((name, i) => `checking: ${i + 1} of ${names.length}, ${name}`),
    );
    expect(lines[1]).toBe(
      `checking: 2 of ${names.length}, cloud-init: at most 600 s for cloud-init's end; see /var/log/cloud-init-output.log`,
    );
    expect(lines.filter((line) => line.includes(": at most "))).toHaveLength(10);
  });
});

test("a host without curl is told what brings it, before anything is asked of the engine", () => {
  const { code, details, report } = check({ commands: { curl: null } });
  expect([code, details.daemon]).toEqual([
    1,
    "curl is not on this host, and the check asks the engine by it: run `dnf install curl-minimal` on the host",
  ]);
  expect(report.stage).toBe("daemon");
});

test("the host's own look at the network begins early, so that it takes nothing of the time for a container", () => {
  const python = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  const python3 = `[[ $* != *" look "* ]] || echo looks >"$JOURNAL.look"\nexec ${python} "$@"`;
  const docker = `[[ $1 != version ]] || until [[ -e $JOURNAL.look ]]; do sleep 0.1; done\n. "$SHIMS/docker"`;
  const host = check({ commands: { python3, docker } });
  expect([host.code, host.statuses]).toEqual([0, until("smoke")]);
});

test("the engine may take its time to say how it is set up", () => {
  const curl = `[[ $* != *"localhost/info" || $* == *"-m 25 http"* ]] || exit 28; . "$SHIMS/curl"`;
  const host = check({ commands: { curl } });
  expect([host.code, host.statuses]).toEqual([0, until("smoke")]);
});

/** `docker version` answers as soon as the container runs that the probe `container` is about. */
const afterContainer = `[[ $1 != version ]] || until [[ -e $JOURNAL.port ]]; do sleep 0.1; done
  . "$SHIMS/docker"`;

test("the container is started beside the probes that come before its own, as that takes long", () => {
  const host = check({ commands: { docker: afterContainer } });
  expect([host.code, host.statuses]).toEqual([0, until("smoke")]);
});

test("where one of these fails, the container that was started is removed", () => {
  const curl = `[[ $* != *"-X DELETE http://localhost/containers/"* || -e $JOURNAL.ending ]] || echo "removed its container" >>"$JOURNAL"
    . "$SHIMS/curl"`;
  const host = check({ expected: { dockerVersion: "1.0.0" }, commands: { docker: afterContainer, curl } });
  expect([host.code, host.report.stage]).toEqual([1, "version"]);
  expect(host.journal).toMatch(/^imported: .*\nremoved its container\nremoved\n$/);
});

test("where the text ends on its way to the host, what was begun ends with it, and nothing stays", () => {
  const curl = `[[ $* != *"-X DELETE http://localhost/containers/"* || -e $JOURNAL.ending ]] || echo "removed its container" >>"$JOURNAL"
    . "$SHIMS/curl"`;
  const sent = (text: string) => text.slice(0, text.indexOf("probe version"));
  const host = check({ sent, commands: { docker: afterContainer, curl } });
  expect([host.code, host.report.healthy]).toEqual([1, false]);
  expect(host.journal).toMatch(/^imported: .*\nremoved its container\nremoved\n$/);
});

/** A host with a time service, on which the clock is synchronised when that is asked for the `asked`th time. */
const timeService = (asked: number, uptime: number): Differences => ({
  files: { "proc/uptime": `${uptime}.00 1.00\n` },
  commands: {
    systemctl: `case "$*" in "is-active "*) echo active; exit ;; esac
      . "$SHIMS/systemctl"`,
    timedatectl: `echo >>"$SCRATCH/asked"; (($(grep -c "" "$SCRATCH/asked") >= ${asked})) && echo yes || echo no`,
    // Nobody waits here.
    sleep: "exit 0",
  },
});

describe("a clock that is not synchronised yet", () => {
  test("is waited for, so that a strict check of a machine that has just booted passes", () => {
    const host = check({ ...timeService(9, 40), expected: { strict: true } });
    expect([host.code, host.statuses]).toEqual([0, until("smoke", { clock: "pass" })]);
  });

  test.each([
    ["just after the boot", 40, 1000],
    ["long after the boot, where nobody waits for it", 4000, 2],
  ])("%s: a warning in the end", (_when, uptime, asked) => {
    const { statuses, details } = check(timeService(asked, uptime));
    expect([statuses.clock, details.clock]).toEqual(["warn", expect.stringMatching(/^synchronized: no; it is /)]);
  });
});

const degraded = { recoverable_errors: { WARNING: ["Failed at merging in cloud config", "no /dev/ttyS1"] } };

/** What the engine says of its default bridge, and what iptables has in table nat. */
const bridge = (answer: string, rules: string) => ({
  curl: `case "$*" in *http://localhost/networks/bridge) echo '${answer}'; exit ;; esac
    . "$SHIMS/curl"`,
  iptables: `echo '${rules}'`,
});
const masquerades = (on: boolean) =>
  `{"Name":"bridge","Options":{"com.docker.network.bridge.enable_ip_masquerade":"${on}","com.docker.network.bridge.name":"br0"}}`;

describe("a probe demands no more than the configuration gives", () => {
  test("ip-masq off: no rule for it; commands that failed, a log server that is away: a warning, and where it comes from", () => {
    const host = check({
      commands: bridge(masquerades(false), "-A PREROUTING -j DOCKER"),
      files: {
        "var/lib/docker-host/failed-commands":
          "commands: line 2 ended with status 7\ncommands: line 5 ended with status 1\n",
        "etc/docker/daemon.json": '{"ip-masq":false,"live-restore":true,"log-driver":"fluentd"}',
      },
      environment: { LOG_DRIVER: "fluentd", LOG_FAULT: "dial tcp 127.0.0.1:24224: connect: connection refused" },
      expected: { daemonConfig: { "ip-masq": false, "live-restore": true, "log-driver": "fluentd" } },
    });
    expect([host.code, host.statuses]).toEqual([0, until("smoke", { "cloud-init": "warn", logs: "warn" })]);
    expect(host.details).toMatchObject({
      "cloud-init": "degraded: commands: line 2 ended with status 7; commands: line 5 ended with status 1",
      configuration: "dockerd has as asked: log-driver live-restore; only in /etc/docker/daemon.json: ip-masq",
      container: "tini version 0.19.0",
      firewall: "no firewalld; docker's rules are in place",
      logs: expect.stringMatching(/^no container starts with log driver fluentd: .*connection refused$/) as string,
    });
  });

  test("no default bridge: no zone and no published port, but still Docker's rules", () => {
    const none = bridge('{"message":"network bridge not found"}', "-A PREROUTING -j DOCKER");
    const host = check({ commands: { ...none, "firewall-cmd": "echo no zone" } });
    expect([host.code, host.statuses]).toEqual([0, until("smoke", { port: "skip" })]);
    expect(host.details.port).toBe("dockerd was told to have no default bridge");
  });
});

describe("a host that is healthy all the same", () => {
  test.each<[string, Differences, string, string]>([
    [
      "cloud-init met something that it could recover from",
      { files: { "var/lib/cloud/data/status.json": cloudInitStatus(degraded) } },
      "cloud-init",
      "degraded: Failed at merging in cloud config; no /dev/ttyS1",
    ],
    [
      "containerd was restarted",
      { commands: { systemctl: systemctl("containerd", { restarts: 3 }) } },
      "units",
      "containerd was restarted 3 times containerd and docker are active",
    ],
    [
      "it is another Linux",
      { files: { "etc/os-release": 'PRETTY_NAME="AlmaLinux 8.10"\nPLATFORM_ID="platform:el8"\n' } },
      "system",
      "AlmaLinux 8.10, kernel 5.14.0-503.el9.x86_64, x86_64",
    ],
    [
      "somebody else is in the group",
      { environment: { MEMBERS: "rocky,ci,eve" } },
      "members",
      "also in group docker: eve",
    ],
  ])("%s: a warning", (_what, differences, probe, detail) => {
    const host = check(differences);
    expect([host.code, host.statuses]).toEqual([0, until("smoke", { [probe]: "warn" })]);
    expect([host.report.healthy, host.details[probe]]).toEqual([true, detail]);
    const strict = check({ ...differences, expected: { strict: true } });
    expect([strict.code, strict.statuses]).toEqual([1, until(probe, { [probe]: "fail" })]);
  });

  test("on somebody else's host, of which it is not said who may use Docker, members of the group are no warning", () => {
    // It ends with the probe of the disk, before those that take time.
    const members = (MEMBERS: string, dockerUsers: string[]) =>
      check({ environment: { MEMBERS, FREE: "1" }, expected: { installed: false, dockerUsers } }).statuses.members;
    expect([members("eve", []), members("rocky,eve", ["rocky"])]).toEqual(["skip", "warn"]);
  });

  test("somebody else's host without Python: the docker command says how the engine is set up", () => {
    const host = check({
      commands: { python3: "exit 127" },
      files: { "var/lib/cloud/data/status.json": null },
      environment: { FREE: "1" },
      expected: { installed: false, dockerUsers: [] },
    });
    expect(host.statuses).toMatchObject({ configuration: "pass", storage: "pass", cgroup: "pass", disk: "fail" });
  });

  test.each(["27.5.1", "27.5.1-1.el9"])("docker.version %s is what runs", (dockerVersion) => {
    expect(check({ expected: { dockerVersion } }).code).toBe(0);
  });
});
