// SPDX-License-Identifier: Apache-2.0
import { defaultLimits, probes } from "../../../components/health/probes";
import { check, cloudInitStatus, type Differences, installResult, systemctl, until } from "./scratch-host";

const hints = Object.fromEntries(
  probes({ limits: defaultLimits, installed: true, rebooted: false }).map(({ name, hint }) => [name, hint]),
);
const failedCloudInit = cloudInitStatus({ errors: ["('scripts_user', exit 1)"] });
const late = { "var/lib/docker-host/result.json": null };
const installLog = ["the last line of the install log"];
const cloudInitLog = ["the last line of cloud-init's log"];
const journal = ["dockerd[1]: the last line of the journal"];
const none: string[] = [];

describe("a host that is not healthy", () => {
  test.each<[string, Differences, string, string | RegExp, string[]]>([
    [
      "the install script failed",
      {
        files: { "var/lib/docker-host/result.json": installResult("failed", "configure", 'no "mtu" in C:\\x, sorry') },
      },
      "install",
      'stage configure: no "mtu" in C:\\x, sorry',
      journal,
    ],
    [
      "the install script never ran",
      { files: late },
      "install",
      "cloud-init has ended but the install script never ran; was its runcmd replaced?",
      installLog,
    ],
    [
      "the install script never ran on a machine of which nothing was said but that has its settings",
      { files: { ...late, "etc/docker-host/install.env": "" }, expected: { installed: false } },
      "install",
      "cloud-init has ended but the install script never ran; was its runcmd replaced?",
      installLog,
    ],
    [
      "cloud-init failed",
      { files: { "var/lib/cloud/data/status.json": failedCloudInit } },
      "cloud-init",
      "error: ('scripts_user', exit 1)",
      cloudInitLog,
    ],
    [
      "cloud-init is missing",
      { commands: { "cloud-init": null } },
      "cloud-init",
      "no cloud-init on this image",
      cloudInitLog,
    ],
    [
      "the repository is not enabled",
      { files: { "etc/yum.repos.d/docker-ce.repo": null } },
      "repository",
      "no file in /etc/yum.repos.d has docker-ce-stable or docker-ce-test",
      installLog,
    ],
    [
      "a package was removed",
      { commands: { rpm: "echo package docker-ce is not installed; exit 1" } },
      "packages",
      "package docker-ce is not installed",
      installLog,
    ],
    [
      "docker is inactive",
      { commands: { systemctl: systemctl("docker", { active: "inactive" }) } },
      "units",
      "docker is inactive",
      journal,
    ],
    [
      "docker is not enabled",
      { commands: { systemctl: systemctl("docker", { enabled: "disabled" }) } },
      "enabled",
      "docker is disabled",
      journal,
    ],
    [
      "docker is restarting",
      { commands: { systemctl: systemctl("docker", { restarts: 4, since: 4990 }) } },
      "units",
      "docker is restarting: 4 times so far, last 10 s ago",
      journal,
    ],
    [
      "a plugin forbids to ask the engine how it is set up",
      { commands: { curl: `[[ $* == *localhost/info ]] && echo '{"message":"denied by plugin"}' || . "$SHIMS/curl"` } },
      "configuration",
      "the engine does not say how it is set up: denied by plugin",
      none,
    ],
    ["the disk is full", { environment: { FREE: "100" } }, "disk", "100 MiB of 20 GiB free for /var/lib/docker", none],
    [
      "the disk has no inodes left",
      { environment: { INODES: "999" } },
      "disk",
      "16 of 20 GiB free for /var/lib/docker only 999 inodes free for /var/lib/docker",
      none,
    ],
    [
      "docker's packet filter rules are gone",
      { commands: { iptables: "echo -P PREROUTING ACCEPT" } },
      "firewall",
      "docker's rules are gone from iptables' table nat",
      none,
    ],
    [
      "the rules of a bridge that masquerades are gone in part",
      { commands: { iptables: "echo -A PREROUTING -j DOCKER" } },
      "firewall",
      "docker's rules are gone from iptables' table nat",
      none,
    ],
    [
      "no container starts with a log driver that needs nobody else",
      { environment: { LOG_FAULT: "unknown log opt" } },
      "logs",
      /^no container starts with log driver local: .* failed to initialize logging driver: unknown log opt$/,
      journal,
    ],
    [
      "containers start, but none with a published port",
      { environment: { PORT_FAULT: "timed out starting the userland proxy" } },
      "port",
      "a container with a published port does not start: timed out starting the userland proxy",
      journal,
    ],
    [
      "a smoke image ends with what means a skipped probe elsewhere",
      {
        commands: { docker: '[[ $* != *smoke-image ]] || exit 11; . "$SHIMS/docker"' },
        expected: { smokeImage: "smoke-image" },
      },
      "smoke",
      "",
      journal,
    ],
    [
      "another version runs",
      { expected: { dockerVersion: "28.0.0" } },
      "version",
      "server is 27.5.1, expected 28.0.0",
      none,
    ],
    [
      "a version runs that only begins like the expected one",
      { expected: { dockerVersion: "27.5.10" } },
      "version",
      "server is 27.5.1, expected 27.5.10",
      none,
    ],
    [
      "the socket is open to all",
      { commands: { stat: "echo 666 root:docker socket" } },
      "socket",
      "/run/docker.sock is 666 root:docker socket, expected 660 root:docker socket",
      none,
    ],
    [
      "the socket is another group's",
      { commands: { stat: "echo 660 root:root socket" } },
      "socket",
      "/run/docker.sock is 660 root:root socket, expected 660 root:docker socket",
      none,
    ],
    [
      "a user is not in the group",
      { expected: { dockerUsers: ["rocky", "deploy"] } },
      "membership",
      "deploy does not exist on this host",
      none,
    ],
    [
      "a user is in groups whose names only contain docker",
      { commands: { id: "echo rocky dockerroot notdocker" } },
      "membership",
      "rocky is not in group docker (groups: rocky dockerroot notdocker)",
      none,
    ],
    [
      "a new login does not reach the daemon",
      { commands: { runuser: "exit 1" } },
      "login",
      "a new login of rocky cannot use docker:",
      none,
    ],
  ])("%s", (_what, differences, stage, cause, log) => {
    const host = check(differences);
    expect([host.code, host.report.healthy]).toEqual([1, false]);
    expect(host.statuses).toEqual(until(stage, { [stage]: "fail" }));
    if (typeof cause === "string") expect(host.details[stage]?.trim()).toBe(cause);
    else expect(host.details[stage]).toMatch(cause);
    expect(host.log).toEqual(log);
    expect(host.failure).toMatchObject({ stage, diagnostics: "/var/lib/docker-host/diagnostics.tar.gz" });
    expect(host.failure?.cause).toBe(host.details[stage]?.replace(/^stage \w+: /, ""));
    expect(host.failure?.fix).toBe(hints[stage]);
  });

  test.each<[string, Record<string, string | null>, string, string[]]>([
    [
      "before cloud-init is looked at",
      { "var/lib/docker-host/result.json": installResult("failed", "configure") },
      "install",
      ["init", "modules-final", "preflight"],
    ],
    ["as cloud-init's account is cut off", { "var/lib/cloud/data/status.json": "{" }, "cloud-init", ["preflight"]],
    [
      "as cloud-init's account has another form",
      { "var/lib/cloud/data/status.json": '{"v1": {"init": {"start": "now", "finished": "later"}}}' },
      "",
      [],
    ],
  ])("ends %s, and when the stages of the first boot ran is told as far as it is known", (_, files, stage, names) => {
    const { report } = check({ files });
    expect([report.stage, report.timeline.map(({ name }) => name)]).toEqual([stage, names]);
  });

  test("a container does not run; its image is removed all the same", () => {
    const docker = `case $1 in
      version) echo 27.5.1 API 1.47, client 27.5.1 ;; ps) ;;
      info) printf 'Driver "overlay2"\\nCgroupVersion "2"\\nCgroupDriver "systemd"\\nDockerRootDir "/"\\n' ;;
      run) echo "OCI runtime create failed"; exit 125 ;;
    esac`;
    const host = check({ commands: { docker }, environment: { CONTAINER_FAULT: "OCI runtime create failed" } });
    expect([host.code, host.statuses]).toEqual([1, until("container", { container: "fail" })]);
    expect(host.failure?.cause).toBe("OCI runtime create failed");
    expect(host.journal).toMatch(/^imported: .*\nremoved\n$/);
  });

  test("a container's port is not reached; it is removed, as it would hold its image", () => {
    const curl = `case "$*" in
      *"/containers/docker-host-network-"*"/start") echo 1 >"$JOURNAL.port"; exit ;;
      *"-X DELETE http://localhost/containers/docker-host-network-"*) [[ -e $JOURNAL.ending ]] || echo removed its container >>"$JOURNAL" ;;
    esac
    . "$SHIMS/curl"`;
    const host = check({ commands: { curl }, expected: { limits: { container: 5 } } });
    expect([host.code, host.statuses]).toEqual([1, until("port", { port: "fail" })]);
    expect(host.journal).toMatch(/^imported: .*\nremoved its container\nremoved\n$/);
  });

  test("of the log there comes what went wrong, and only its end", () => {
    const journalctl = `for ((i = 1; i <= 100; i++)); do
      printf 'containerd[1]: time="now" level=info msg="%s"\\ndockerd[1]: time="now" level=error msg="\\t%s\\\\"\\n' "$i" "$i"
    done`;
    const host = check({ commands: { systemctl: systemctl("docker", { active: "inactive" }), journalctl } });
    expect(host.log).toEqual(
      Array.from({ length: 60 }, (_, i) => `dockerd[1]: time="now" level=error msg=" ${41 + i}\\"`),
    );
  });
});
