// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { check, type Differences, installResult, names, until } from "./scratch-host";

const running = { "var/lib/docker-host/result.json": installResult("running", "packages") };

describe("a probe that hangs", () => {
  test.each<[string, Differences, string]>([
    // On a busy computer a second may be over before the stage is looked at.
    ["the install script does not end", { files: running, expected: { limits: { cloudInit: 3 } } }, "install"],
    [
      "cloud-init does not end",
      { files: { "var/lib/cloud/data/result.json": null }, expected: { limits: { cloudInit: 3 } } },
      "cloud-init",
    ],
    ["dockerd does not answer", { commands: { curl: "exit 28" }, expected: { limits: { dockerd: 1 } } }, "daemon"],
    // The one before it has the same limit, and time enough on a busy computer.
    ["the docker command fails", { commands: { docker: "exit 1" }, expected: { limits: { dockerd: 5 } } }, "server"],
    [
      "a container does not end",
      {
        commands: {
          docker: `case $1 in
            version) echo 27.5.1 API 1.47, client 27.5.1 ;; run) exec sleep 60 ;;
            info) printf 'Driver "overlay2"\\nCgroupVersion "2"\\nCgroupDriver "systemd"\\nDockerRootDir "/"\\n' ;;
          esac`,
        },
        environment: { CONTAINER_FAULT: "it hangs" },
        expected: { limits: { container: 1 } },
      },
      "container",
    ],
  ])("%s: it fails when its limit is over", (_what, differences, stage) => {
    const host = check(differences);
    expect([host.code, host.statuses]).toEqual([1, until(stage, { [stage]: "fail" })]);
    expect(host.details[stage]).toMatch(
      stage === "install"
        ? /^no answer within 3 s: the install script is at stage packages$/
        : stage === "cloud-init"
          ? /^no answer within 3 s: cloud-init has not ended$/
          : /^no answer within [15] s/,
    );
    expect(host.failure?.cause).toBe(host.details[stage]);
  });

  test("does not hold the session open, even where it cannot be ended and leaves others behind", () => {
    const folder = mkdtempSync(join(tmpdir(), "left-"));
    const left = join(folder, "pids");
    const docker = `trap "" TERM; case $1 in version) setsid sleep 120 & echo $! >${left}; sleep 120 & echo $! >>${left}; wait ;; esac`;
    const host = check({ commands: { docker }, expected: { limits: { dockerd: 5 } } });
    expect([host.code, host.statuses]).toEqual([1, until("server", { server: "fail" })]);
    for (const pid of readFileSync(left, "utf8").trim().split("\n")) process.kill(Number(pid), "SIGKILL");
    rmSync(folder, { recursive: true });
  });

  test("has a moment to end in its own way, as `docker run` needs it for its container", () => {
    const docker = `[[ $* != *ours/web* ]] || { trap 'sleep 1; echo "ended its container" >>"$JOURNAL"; exit 1' TERM; sleep 60 & wait; }
      . "$SHIMS/docker"`;
    const expected = { limits: { container: 4 }, smokeImage: "ours/web" };
    const host = check({ commands: { docker }, expected });
    expect([host.code, host.statuses]).toEqual([1, until("smoke", { smoke: "fail" })]);
    expect(host.journal).toContain("ended its container\n");
  });

  test("may not take more than is left of the limit for all of them", () => {
    const host = check({ files: running, expected: { limits: { cloudInit: 600, total: 2 } } });
    expect([host.code, host.statuses]).toEqual([1, { install: "fail" }]);
    // It begins in one second and may end in the next, which counts as gone.
    expect(host.details.install).toMatch(/^no answer within [12] s: the install script is at stage packages$/);
  });

  test("still has a second where the limit for all of them is used up", () => {
    const host = check({
      commands: { uname: "sleep 2", rpm: "exec sleep 60" },
      expected: { limits: { total: 1 } },
    });
    expect([host.code, host.statuses]).toEqual([1, until("packages", { system: "warn", packages: "fail" })]);
    expect(host.details.packages).toBe("no answer within 1 s");
  });

  test("says what it waits for meanwhile", () => {
    const host = check({ files: running, expected: { limits: { cloudInit: 1 } } });
    expect(host.stderr).toBe(
      [
        `checking: 1 of ${names.length}, install: at most 1 s for the install script; see /var/log/docker-host-install.log`,
        "installing Docker: packages (limit 1 s)",
        "collecting diagnostics",
        "",
      ].join("\n"),
    );
  });
});

describe("a text that does not reach the host whole", () => {
  test.each([
    ["the last line is missing", (text: string) => text.replace(/conclude\n$/, "")],
    ["it ends between two probes", (text: string) => text.slice(0, text.indexOf("probe version"))],
    ["it ends before the first probe", (text: string) => text.slice(0, text.indexOf("probe install"))],
    ["it ends in a function", (text: string) => text.slice(0, text.indexOf("check_socket() {") + 30)],
  ])("fails: %s", (_what, sent) => {
    const host = check({ sent });
    expect(host.code).not.toBe(0);
    expect(host.report.healthy).toBe(false);
  });
});
