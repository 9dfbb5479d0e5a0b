// SPDX-License-Identifier: Apache-2.0
import { check, type Differences, names, systemctl, until } from "./scratch-host";

jest.setTimeout(60_000);

describe("a healthy host", () => {
  const host = check({ expected: { dockerUsers: ["rocky", "ci"], dockerVersion: "27.5.1" } });

  test("passes every probe, and the check ends well", () => {
    expect([host.code, host.statuses, host.text]).toEqual([0, until("container"), ""]);
    expect(host.report).toMatchObject({ healthy: true, dockerVersion: "27.5.1" });
  });

  test("is told in these words", () => {
    expect(host.details).toEqual({
      install: "done in 61 s",
      "cloud-init": "done ",
      system: "Rocky Linux 9.5 (Blue Onyx), kernel 5.14.0-503.el9.x86_64, x86_64",
      repository: "docker-ce-stable Docker CE Stable",
      packages: ["docker-ce", "docker-ce-cli", "containerd.io"].map((name) => `${name}-27.5.1-1.el9.x86_64`).join(" "),
      units: "containerd and docker are active and enabled",
      server: "27.5.1",
      version: "client 27.5.1, server 27.5.1, API 1.47",
      socket: "660 root:docker socket",
      membership: "members: rocky,ci",
      login: "each of: rocky ci",
      container: "tini version 0.19.0",
    });
  });

  test("keeps nothing of the container that was run", () => {
    expect(host.journal).toBe("imported: docker-init\nremoved\n");
  });

  test("says on stderr which probe runs, for whoever waits", () => {
    expect(host.stderr).toBe(names.map((name) => `probe ${name}\n`).join(""));
  });
});

const degraded = {
  status: "done",
  extended_status: "degraded done",
  errors: [],
  recoverable_errors: { WARNING: ["Failed at merging in cloud config", "no /dev/ttyS1"] },
};

describe("a host that is healthy all the same", () => {
  test.each<[string, Differences, string, string]>([
    [
      "cloud-init met something that it could recover from",
      { environment: { STATUS: JSON.stringify(degraded) } },
      "cloud-init",
      "degraded done Failed at merging in cloud config; no /dev/ttyS1",
    ],
    [
      "containerd was restarted",
      { commands: { systemctl: systemctl("containerd", "NRestarts", "3") } },
      "units",
      "containerd was restarted 3 times containerd and docker are active and enabled",
    ],
    [
      "it is another Linux",
      { files: { "etc/os-release": 'PRETTY_NAME="AlmaLinux 8.10"\nPLATFORM_ID="platform:el8"\n' } },
      "system",
      "AlmaLinux 8.10, kernel 5.14.0-503.el9.x86_64, x86_64",
    ],
  ])("%s: a warning", (_what, differences, probe, detail) => {
    const host = check(differences);
    expect([host.code, host.statuses]).toEqual([0, until("container", { [probe]: "warn" })]);
    expect([host.report.healthy, host.details[probe]]).toEqual([true, detail]);
  });

  test.each(["27.5.1", "27.5.1-1.el9"])("docker.version %s is what runs", (dockerVersion) => {
    expect(check({ expected: { dockerVersion } }).code).toBe(0);
  });
});
