// SPDX-License-Identifier: Apache-2.0
import { check, cloudInitStatus, type Differences, names, systemctl, until } from "./scratch-host";

describe("a healthy host", () => {
  const host = check({ expected: { dockerUsers: ["rocky", "ci"], dockerVersion: "27.5.1" } });

  test("passes every probe, and the check ends well", () => {
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
      configuration: "as asked; daemon.json was not looked at",
      storage: "overlay2 on xfs",
      cgroup: "version 2, driver systemd",
      membership: "in group docker: rocky ci",
      members: "nobody else is in group docker",
      login: "a new login can use docker: rocky ci",
      disk: "16 of 20 GiB free for /var/lib/docker",
      memory: "1.4 of 1.9 GiB free",
      selinux: "no SELinux on this host",
      firewall: "no firewalld; docker's rules are in place",
      container: "tini version 0.19.0",
      smoke: "no image was asked for",
    });
  });

  test("keeps nothing of the container that was run", () => {
    expect(host.journal).toMatch(/^imported: .*\.\/docker-init .*\nremoved\n$/);
  });

  test("says on stderr which probe runs, and how many there are", () => {
    expect(host.stderr).toBe(names.map((name, i) => `checking: ${i + 1} of ${names.length}, ${name}\n`).join(""));
  });
});

const degraded = { recoverable_errors: { WARNING: ["Failed at merging in cloud config", "no /dev/ttyS1"] } };

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

  test.each(["27.5.1", "27.5.1-1.el9"])("docker.version %s is what runs", (dockerVersion) => {
    expect(check({ expected: { dockerVersion } }).code).toBe(0);
  });
});
