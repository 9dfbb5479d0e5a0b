// SPDX-License-Identifier: Apache-2.0
// The stages of a check that make something true, in the frame in which they run. What access.py does is in
// ../access/access.test.ts.
import type { AccessOrder } from "../../../components/access/order";
import { orderOf } from "../access/accounts";
import { check, cloudInitStatus, type Differences, installResult, names } from "./scratch-host";

const settled = (access: AccessOrder, more: Differences = {}) => check({ ...more, settlement: { access } });
const order = orderOf({ docker: ["rocky", "ci"] });

test("where all is as declared, access is a stage that passes, right after cloud-init, and the others go on", () => {
  const { code, statuses, details } = settled(order);
  expect(code).toBe(0);
  expect(Object.keys(statuses)).toEqual([...names.slice(0, 2), "access", ...names.slice(2)]);
  expect([statuses.access, details.access]).toEqual(["pass", "users: rocky; nothing to change"]);
});

test("where it cannot be settled, the failure has its stage, the cause in the program's words, and what to do", () => {
  const commands = { gpasswd: `echo "gpasswd: user '$2' does not exist" >&2; exit 3` };
  const { code, statuses, failure } = settled(orderOf({ docker: ["rocky", "ci", "zoe"] }), { commands });
  expect([code, Object.keys(statuses).at(-1), statuses.access]).toEqual([1, "access", "fail"]);
  expect(failure).toMatchObject({
    stage: "access",
    what: "who may use the machine could not be settled",
    where: "stage access of the check",
    cause: "zoe cannot be put into group docker: user 'zoe' does not exist",
    fix: expect.stringContaining("correct users, dockerUsers or loginKeys") as string,
  });
});

test("what the first boot was told is known from the first check on, although the installation fails", () => {
  const files = { "var/lib/docker-host/result.json": installResult("failed", "packages", "dnf cannot") };
  const { code, record } = settled(order, { files });
  expect(code).toBe(1);
  expect(JSON.parse(record ?? "")).toEqual(order);
});

test("and not written again over what is known", () => {
  const before = `${JSON.stringify(orderOf({ docker: ["rocky"] }))}\n`;
  const failed = installResult("failed", "packages", "dnf cannot");
  const files = { "var/lib/docker-host/access.json": before, "var/lib/docker-host/result.json": failed };
  expect(settled(order, { files }).record).toBe(before);
});

describe("an installation that failed for a name in dockerUsers", () => {
  const ended = "('scripts_user', RuntimeError('Runparts: 1 failures (runcmd) in 1 attempted commands'))";
  const failed: Record<string, string> = {
    "var/lib/docker-host/result.json": installResult("failed", "users", "dockerUsers names c1, who does not exist"),
    "var/lib/cloud/data/result.json": JSON.stringify({ v1: { errors: [ended] } }),
    "var/lib/cloud/data/status.json": cloudInitStatus({ errors: [ended] }),
    "etc/docker-host/install.env": "DOCKER_USERS=('rocky' 'c1')\n",
    "usr/local/sbin/docker-host-install": "",
  };
  const done = JSON.stringify(installResult("done", "verify").trim());
  // The install script itself is run by its own tests.
  const commands = {
    chmod: `/bin/chmod "$@"`,
    install: "true",
  };
  const asRun = (text: string) =>
    text.replace(
      /"\$ROOT\/usr\/local\/sbin\/docker-host-install"/,
      () =>
        `env -i /bin/bash -c 'grep -q "rocky. .ci" "$1/etc/docker-host/install.env" && echo ${done} >"$1/var/lib/docker-host/result.json"' - "$ROOT"`,
    );

  test("is run again once another name stands there, and cloud-init's complaint of it counts no more", () => {
    const { code, statuses, details } = settled(order, {
      files: failed,
      sent: asRun,
      commands: { env: `exec /usr/bin/env "$@"`, ...commands },
    });
    expect({ code, install: statuses.install, cloud: details["cloud-init"] }).toEqual({
      ...{ code: 0, install: "pass" },
      cloud: "done, datasource DataSourceNoCloud",
    });
  });

  test("says so as long as the name is wrong", () => {
    const wrong = { ...commands, gpasswd: `echo "gpasswd: user '$2' does not exist" >&2; exit 3` };
    const { failure } = settled(orderOf({ docker: ["rocky", "c1"] }), { files: failed, commands: wrong });
    expect(failure).toMatchObject({
      stage: "install",
      where: "stage users of the installation",
      cause: "c1 cannot be put into group docker: user 'c1' does not exist",
    });
  });

  test("is left as it is by a check that only looks", () => {
    expect(check({ files: failed }).failure).toMatchObject({
      cause: "dockerUsers names c1, who does not exist",
    });
  });
});
