// SPDX-License-Identifier: Apache-2.0
import { defaultLimits, probes } from "../../../components/health/probes";
import { check, type Differences, installResult, systemctl, until } from "./scratch-host";

jest.setTimeout(60_000);

const hints = Object.fromEntries(probes(defaultLimits).map(({ name, hint }) => [name, hint]));
const failedCloudInit = { status: "error", extended_status: "error - done", errors: ["('scripts_user', exit 1)"] };
const late = { "var/lib/docker-host/result.json": null };
const installLog = "last lines of /var/log/docker-host-install.log:\nthe last line of the install log";
const cloudInitLog = "last lines of cloud-init-output.log:\nthe last line of cloud-init's log";
const journal = "last lines of the journal of docker and containerd:\ndockerd[1]: the last line of the journal";

describe("a host that is not healthy", () => {
  test.each<[string, Differences, string, string, string]>([
    [
      "the install script failed",
      {
        files: { "var/lib/docker-host/result.json": installResult("failed", "configure", 'no "mtu" in C:\\x, sorry') },
      },
      "install",
      'stage configure: no "mtu" in C:\\x, sorry',
      installLog,
    ],
    [
      "the install script never ran",
      { files: late },
      "install",
      "cloud-init has ended but the install script never ran; was its runcmd replaced?",
      installLog,
    ],
    [
      "cloud-init failed",
      { environment: { STATUS: JSON.stringify(failedCloudInit) } },
      "cloud-init",
      "error - done ('scripts_user', exit 1)",
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
      { commands: { dnf: "echo appstream" } },
      "repository",
      "docker-ce-stable is not enabled; enabled are: appstream",
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
      { commands: { systemctl: systemctl("docker", "is-active", "inactive") } },
      "units",
      "docker is inactive",
      journal,
    ],
    [
      "docker is not enabled",
      { commands: { systemctl: systemctl("docker", "is-enabled", "disabled") } },
      "units",
      "docker is disabled",
      journal,
    ],
    [
      "docker is inactive after containerd was restarted",
      {
        commands: {
          systemctl: `case "$*" in *NRestarts*) echo 3 ;; "is-active docker") echo inactive ;; is-active*) echo active ;; *) echo enabled ;; esac`,
        },
      },
      "units",
      "containerd was restarted 3 times\ndocker is inactive",
      journal,
    ],
    [
      "another version runs",
      { expected: { dockerVersion: "28.0.0" } },
      "version",
      "server is 27.5.1, expected 28.0.0",
      journal,
    ],
    [
      "a version runs that only begins like the expected one",
      { expected: { dockerVersion: "27.5.10" } },
      "version",
      "server is 27.5.1, expected 27.5.10",
      journal,
    ],
    [
      "the socket is open to all",
      { commands: { stat: "echo 666 root:docker socket" } },
      "socket",
      "666 root:docker socket",
      journal,
    ],
    [
      "the socket is another group's",
      { commands: { stat: "echo 660 root:root socket" } },
      "socket",
      "660 root:root socket",
      journal,
    ],
    [
      "a user is not in the group",
      { expected: { dockerUsers: ["rocky", "deploy"] } },
      "membership",
      "deploy is not in group docker (members: rocky,ci)",
      journal,
    ],
    [
      "nobody is in the group",
      { commands: { getent: "echo docker:x:991:" } },
      "membership",
      "rocky is not in group docker (members: none)",
      journal,
    ],
    [
      "a user's name is only part of a member's",
      { commands: { getent: "echo docker:x:991:rocky2,notrocky" } },
      "membership",
      "rocky is not in group docker (members: rocky2,notrocky)",
      journal,
    ],
    [
      "a new login does not reach the daemon",
      { commands: { runuser: "exit 1" } },
      "login",
      "rocky cannot use docker",
      journal,
    ],
  ])("%s", (_what, differences, stage, cause, log) => {
    const host = check(differences);
    expect([host.code, host.report.healthy]).toEqual([1, false]);
    expect(host.statuses).toEqual(until(stage, { [stage]: "fail" }));
    expect(host.text.replace(/after \d+ s/, "after N s").replace(/of \/\S*\/root\//, "of /")).toBe(
      `docker host "web": stage ${stage} failed after N s: ${cause}\nhint: ${hints[stage]}\n${log}\n`,
    );
  });

  test("a container does not run; its image is removed all the same", () => {
    const docker = `case $1 in
      version) echo 27.5.1 ;; ps) ;; import) cat >/dev/null ;;
      run) echo "OCI runtime create failed"; exit 125 ;; image) echo removed >>"$JOURNAL" ;;
    esac`;
    const host = check({ commands: { docker } });
    expect([host.code, host.statuses]).toEqual([1, until("container", { container: "fail" })]);
    expect(host.text).toContain(`failed after`);
    expect(host.text).toMatch(/^docker host "web": stage container failed after \d+ s: OCI runtime create failed\n/);
    expect(host.journal).toBe("removed\n");
  });
});
