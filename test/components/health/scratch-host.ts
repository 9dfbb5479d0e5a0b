// SPDX-License-Identifier: Apache-2.0
// The health check's text run by bash, as on a host, over a scratch folder for / and stand-ins for what a host has
// (shims/, one file for each command). What the real commands print is not shown here: the laboratory boots a host.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { atOnce } from "../../../components/health/check-host";
import { explain } from "../../../components/health/explain";
import type { Failure } from "../../../components/health/failure";
import { defaultLimits, probes } from "../../../components/health/probes";
import { type HealthReport, parseReport } from "../../../components/health/report";
import { type Expectations, script } from "../../../components/health/script";
import type { Settlement } from "../../../components/health/settlement";
import { type Commands, scratchPath } from "../scratch-path";

const tools = [
  ...[
    "awk",
    "bash",
    "cat",
    "chmod",
    "chown",
    "cp",
    "cut",
    "date",
    "env",
    "false",
    "free",
    "grep",
    "head",
    "iconv",
    "ip",
  ],
  ...[
    "ln",
    "ls",
    "mkdir",
    "mkfifo",
    "mktemp",
    "mv",
    "ps",
    "python3",
    "rm",
    "sed",
    "sleep",
    "tail",
    "tar",
    "gzip",
    "timeout",
    "tr",
  ],
  ...["setsid", "true"],
];

/** How a host differs from a healthy one. */
export interface Differences {
  /** Text by path; `null` removes the file. */
  files?: Record<string, string | null>;
  commands?: Commands;
  /** For the stand-ins. */
  environment?: Record<string, string>;
  expected?: Partial<Omit<Expectations, "limits">> & { limits?: Partial<Expectations["limits"]> };
  /** What the check is to make true. */
  settlement?: Settlement;
  /** What reaches the host, where it is not the whole text. */
  sent?: (text: string) => string;
}

export interface Checked {
  code: number | null;
  /** `pass`, `warn`, `fail` or `skip` by probe, in the order in which they ran. */
  statuses: Record<string, string>;
  report: HealthReport;
  /** Details by probe. */
  details: Record<string, string>;
  /** What a person is told where the host is not healthy. */
  failure: Failure | undefined;
  /** The lines of its log that the host has sent for that. */
  log: string[];
  stdout: string;
  stderr: string;
  /** What containers left behind, see shims/docker. */
  journal: string;
  /** What the check has left of who may use the host. */
  record: string | undefined;
}

/** What cloud-init/guest/install.sh leaves behind. */
export function installResult(status: string, stage: string, message = ""): string {
  const stages = [{ name: "preflight", seconds: 0 }];
  return JSON.stringify({ version: 1, stage, status, seconds: 61, message, stages, bootId: "boot-1" }) + "\n";
}

/**
 * cloud-init's account of its stages, with what differs in the last of them. From 23.4 on it counts among what it recovered
 * from whatever it calls deprecated, in a level of its own; the cloud.cfg of an image may bring such lines.
 */
export function cloudInitStatus(last: Record<string, unknown> = {}): string {
  const recoverable_errors = { DEPRECATED: ["'user' of type string is deprecated in 22.2. Use 'users' list instead."] };
  const stage = { errors: [], recoverable_errors, start: 1, finished: 2 };
  return JSON.stringify({
    v1: { datasource: "DataSourceNoCloud", init: stage, "modules-final": { ...stage, ...last } },
  });
}

/** Who is to be there by the arguments of most tests, so that a check has nothing to settle. */
const accounts = {
  "etc/passwd":
    "root:x:0:0::/root:/bin/bash\nrocky:x:1000:1000::/home/rocky:/bin/bash\nci:x:1001:1001::/home/ci:/bin/sh\n",
  "etc/group": "docker:x:991:rocky,ci\n",
  "etc/shadow": "rocky:!!:20000:0:99999:7:::\nci:!!:20000:0:99999:7:::\n",
  "home/rocky/.ssh/authorized_keys": "ssh-ed25519 AAAAown ours\n",
};

const healthy: Record<string, string> = {
  ...accounts,
  "var/lib/docker-host/result.json": installResult("done", "verify"),
  "var/lib/cloud/data/result.json": '{"v1": {"errors": []}}',
  "var/lib/cloud/data/status.json": cloudInitStatus(),
  "var/log/docker-host-install.log": "the last line of the install log\n",
  "var/log/cloud-init-output.log": "the last line of cloud-init's log\n",
  "etc/os-release": 'PRETTY_NAME="Rocky Linux 9.5 (Blue Onyx)"\nPLATFORM_ID="platform:el9"\n',
  "etc/yum.repos.d/docker-ce.repo": "[docker-ce-stable]\nbaseurl=https://127.0.0.1:1/9\nenabled=1\n",
  "etc/resolv.conf": "nameserver 127.0.0.1\n",
  "proc/sys/kernel/random/boot_id": "boot-1\n",
  "proc/uptime": "5000.00 1.00\n",
  "proc/meminfo": "MemTotal: 2000000 kB\nMemAvailable: 1500000 kB\n",
  "usr/libexec/none": "",
  "run/none": "",
};

export function check(differences: Differences = {}): Checked {
  const { files, commands, environment, expected, settlement, sent = (text: string) => text } = differences;
  const scratch = mkdtempSync(join(tmpdir(), "host-"));
  const root = join(scratch, "root");
  try {
    for (const [path, text] of Object.entries({ ...healthy, ...files })) {
      if (text === null) continue;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const journal = join(scratch, "journal");
    writeFileSync(journal, "");
    const { limits, ...others } = expected ?? {};
    const expectations = { name: "web", dockerUsers: ["rocky", "ci"], installed: true, ...others };
    const text = script({ ...expectations, limits: { ...defaultLimits, ...limits } }, settlement);
    const PATH = scratchPath(join(scratch, "bin"), tools, join(__dirname, "shims"), commands);
    const ended = spawnSync("bash", ["-s"], {
      env: {
        PATH,
        ROOT: root,
        JOURNAL: journal,
        SHIMS: join(__dirname, "shims"),
        CONTAINER: join(__dirname, "container.py"),
        ...environment,
      },
      cwd: scratch,
      input: sent(atOnce(text)),
      encoding: "utf8",
      // Whoever holds the session open fails the test, instead of holding it up.
      timeout: 50_000,
    });
    const body = `${journal}.body`;
    // What the engine would take for nonsense.
    if (existsSync(body)) JSON.parse(readFileSync(body, "utf8"));
    const [record, seen] = [join(root, "var/lib/docker-host/access.json"), readFileSync(journal, "utf8")];
    const kept = existsSync(record) ? readFileSync(record, "utf8") : undefined;
    return { code: ended.status, ...read(ended.stdout), stderr: ended.stderr, journal: seen, record: kept };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function read(stdout: string) {
  const report = parseReport(stdout);
  // Whatever parseReport forgives: each line is JSON.
  const lines = stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { log?: string[] });
  return {
    report,
    statuses: Object.fromEntries(report.probes.map(({ probe, status }) => [probe, status])),
    details: Object.fromEntries(report.probes.map(({ probe, detail }) => [probe, detail])),
    failure: report.stage === "" ? undefined : explain(report, stdout, 7),
    log: lines.flatMap(({ log = [] }) => log),
    stdout,
  };
}

export const names = probes({ limits: defaultLimits, installed: true, rebooted: false }).map(({ name }) => name);

/** Every probe up to `last` passed, or had nothing to look at, except for those that are named. */
export function until(last: string, others: Record<string, string> = {}): Record<string, string> {
  const ran = names.slice(0, names.indexOf(last) + 1);
  return { ...Object.fromEntries(ran.map((name) => [name, skipped.includes(name) ? "skip" : "pass"])), ...others };
}

/** The scratch host has no SELinux and no time service, and its repository cannot be reached. */
const skipped = ["selinux", "clock", "dns", "outgoing", "smoke"];

/** A systemctl that says of one unit what is given, and of the other what a healthy host says. */
export const systemctl = (unit: string, { enabled = "enabled", active = "active", restarts = 0, since = 1 }) =>
  `case "$*" in
     "is-enabled containerd docker") echo ${unit === "containerd" ? enabled : "enabled"}; echo ${unit === "docker" ? enabled : "enabled"} ;;
     "show -p ActiveState "*" ${unit}") printf 'ActiveState=${active}\\nNRestarts=${restarts}\\nActiveEnterTimestampMonotonic=${since}000000\\n' ;;
     "show -p ActiveState "*) printf 'ActiveState=active\\nNRestarts=0\\nActiveEnterTimestampMonotonic=1000000\\n' ;;
     is-system-running) echo running ;;
     *) exit 3 ;;
   esac`;
