// SPDX-License-Identifier: Apache-2.0
// Ten failures as a person sees them. What the tools say in here was seen on machines of the laboratory.
import { explain } from "../../../components/health/explain";
import type { Failure } from "../../../components/health/failure";
import { cut, failureScreen } from "../../../components/health/failure-screen";
import { lookLines } from "../../../components/health/access";
import { parseReport } from "../../../components/health/report";

const at = (who: string, text: string) => `Nov 26 07:10:20 web ${who}[812]: ${text}`;

/** What the health script writes where a probe fails. */
function output(probe: string, detail: string, log: string[]): string {
  return [
    { probe, status: "fail", ms: 12, detail },
    { ...{ version: 1, host: "web", healthy: false, dockerVersion: "", stage: probe }, ...ended },
    { log },
    { diagnostics: "/var/lib/docker-host/diagnostics.tar.gz" },
  ]
    .map((line) => JSON.stringify(line))
    .join("\n");
}
const ended = { seconds: 52, bootId: "b", finished: "2026-11-26T07:10:20Z" };

function failureOf(probe: string, detail: string, log: string[] = []): Failure {
  const text = output(probe, detail, log);
  return explain(parseReport(text), text, 53.4);
}

const zfs = "failed to start daemon: error initializing graphdriver: driver not supported: zfs";
const dnf = [
  "2026-11-26T07:09:10+0000 packages: begins",
  "Docker CE                                       0.0  B/s |   0  B     00:05",
  "Errors during downloading metadata for repository 'docker-ce-stable':",
  "  - Curl error (6): Couldn't resolve host name for https://download.docker.com/linux/centos/9/x86_64/stable/repodata/repomd.xml [Could not resolve host: download.docker.com]",
  "Error: Failed to download metadata for repo 'docker-ce-stable': Cannot download repomd.xml: Cannot download repodata/repomd.xml: All mirrors were tried",
  "2026-11-26T07:09:15+0000 packages: again in 5 s",
];

const zfsFailure = failureOf("install", `stage start: docker does not start: ${zfs}`, [
  at("dockerd", "failed to start daemon: mkdir /var/lib/docker: no space left on device"),
  at("systemd", "Starting docker.service - Docker Application Container Engine..."),
  at("dockerd", 'time="2026-11-26T07:10:20.1Z" level=warning msg="Running with a storage driver that is gone"'),
  at("dockerd", zfs),
  at("systemd", "docker.service: Main process exited, code=exited, status=1/FAILURE"),
  at("systemd", "docker.service: Failed with result 'exit-code'."),
  at("systemd", "Failed to start docker.service - Docker Application Container Engine."),
]);

const failures: [string, Failure][] = [
  ["dockerd refuses its storage driver at the first boot", zfsFailure],
  [
    "dnf resolves no name",
    failureOf(
      "install",
      "stage packages: dnf cannot install docker-ce: Error: Failed to download metadata (status 1, try 6)",
      dnf,
    ),
  ],
  [
    "the repository's key is another one",
    failureOf("install", `stage repository: http://10.0.2.100/gpg holds ${"A".repeat(40)}, expected ${"0".repeat(40)}`),
  ],
  [
    "cloud-init failed",
    failureOf("cloud-init", "error: ('scripts_user', RuntimeError('1 failed'))", [
      "util.py: Failed running /var/lib/cloud/instance/scripts/runcmd [1]",
    ]),
  ],
  ["docker was stopped", failureOf("units", "docker is inactive")],
  [
    "dockerd does not answer within its limit",
    failureOf("daemon", "no answer within 120 s: dockerd does not answer on /run/docker.sock (process 812 is stopped)"),
  ],
  ["another version runs", failureOf("version", "server is 28.5.2, expected 27.5.1")],
  ["a user is not in the group", failureOf("membership", "deploy is not in group docker (groups: deploy wheel)")],
  [
    "no container runs",
    failureOf(
      "container",
      'docker: Error response from daemon: failed to create task for container: OCI runtime create failed: runc create failed: namespace {"time" ""} does not exist: unknown.',
      [
        at(
          "dockerd",
          'time="2026-11-26T07:10:20Z" level=error msg="Handler for POST /v1.51/containers/5f/start returned error: OCI runtime create failed"',
        ),
      ],
    ),
  ],
  [
    "nothing answers",
    {
      ...{ stage: "ssh", where: "stage ssh", seconds: 300.2, what: "the machine does not answer" },
      cause: "connection refused: 127.0.0.1:2222 answers, and nothing listens on the port",
      fix: "its console is /home/me/.pulumi-local/machines/web/console.log; the boot is still at work (raise limits.ssh), sshd is down or listens on another port, or the image is wrong; look at the machine's console",
      log: ["[  OK  ] Reached target cloud-init.target.", "web login: "],
    },
  ],
];

test.each(failures)("%s: one screen, with the cause in its first lines", (_what, failure) => {
  const screen = failureScreen("web", failure, lookLines("web", "dev"));
  const lines = screen.split("\n");
  expect(lines.length).toBeLessThan(25);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(screen).toMatchSnapshot();
});

test("what failed, why and what to do stand in the first three lines where they are short", () => {
  const [what, why, fix] = failureScreen("web", zfsFailure).split("\n");
  expect(what).toBe("✖ web: Docker does not start (stage start of the installation, after 53 s)");
  expect(why).toBe("  dockerd: failed to start daemon: error initializing graphdriver: driver not");
  expect(fix).toBe("  supported: zfs");
});

test("what else is so meanwhile stands before the log", () => {
  const note = "192.0.2.1 stays with i-0a, the machine before, which goes on serving until this one is healthy";
  const [before, after] = failureScreen("web", zfsFailure, [], 80, note).split(/^ {2}log: /m);
  expect(before).toContain(
    "\n  note: 192.0.2.1 stays with i-0a, the machine before, which goes on serving\n        until this one is healthy\n",
  );
  expect(after).toBeDefined();
});

test("the commands to look at the host are whole, however long they are", () => {
  const look = lookLines("a-host-with-a-long-name", "organization/project/a-stack-with-a-long-name");
  const screen = failureScreen("web", failureOf("units", "docker is inactive"), look, 40);
  for (const line of look) expect(screen).toContain(line);
});

test("a narrow terminal has no line that is longer", () => {
  for (const [, failure] of failures) {
    const lines = failureScreen("web", failure, [], 60).split("\n");
    expect(lines.filter((line) => line.length > 60 && line.trim().includes(" "))).toEqual([]);
  }
});

test("what a host says reaches no terminal but as text, however long it is", () => {
  const hostile = {
    ...zfsFailure,
    cause: `\u001b]0;title\u0007\u001b[31mred\u202e ${"x".repeat(500)}`,
    log: ["\u001b[2Ja\rb"],
  };
  const screen = failureScreen("web", hostile);
  // eslint-disable-next-line no-control-regex -- they are what is meant
  expect(screen).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(screen.split("\n").every((line) => line.length <= 80)).toBe(true);
});

test("a line is cut where it is longer than the screen, and no sooner", () => {
  expect([cut("abc", 3), cut("abcd", 3)]).toEqual(["abc", "ab…"]);
});

test("where no command is known with which to look, none is shown", () => {
  expect(failureScreen("web", { ...zfsFailure, log: [] })).not.toMatch(/log:|look:/);
});
