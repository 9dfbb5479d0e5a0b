// SPDX-License-Identifier: Apache-2.0
import { read } from "../../../cloud-init";

/** What somebody wrote, and all that is said about it. */
const cases: [string, object, string[]][] = [
  [
    "a log driver that does not exist",
    { docker: { logDriver: "file" } },
    [
      'error: docker.logDriver: "file" is not one of Docker\'s; there are local, json-file, journald, syslog, fluentd, gelf, awslogs, gcplogs, splunk, none',
    ],
  ],
  [
    "logs of no size",
    { docker: { logMaxSizeMiB: 0 } },
    ["error: docker.logMaxSizeMiB: 0 is not a whole number of MiB from 1 to 1048576"],
  ],
  [
    "half a log file",
    { docker: { logMaxFiles: 1.5 } },
    ["error: docker.logMaxFiles: 1.5 is not a whole number of files from 1 to 1000"],
  ],
  [
    "a negative age",
    { docker: { pruneSchedule: "daily", pruneMinAgeHours: -1 } },
    ["error: docker.pruneMinAgeHours: -1 is not a whole number of hours from 0 to 87600"],
  ],
  [
    "a relative data root",
    { docker: { dataRoot: "data" } },
    [
      'error: docker.dataRoot: "data" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data/docker"',
    ],
  ],
  [
    "a data root with final slash",
    { docker: { dataRoot: "/data/" } },
    [
      'error: docker.dataRoot: "/data/" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data/docker"',
    ],
  ],
  [
    "a data root with steps upwards",
    { docker: { dataRoot: "/data/../etc" } },
    [
      'error: docker.dataRoot: "/data/../etc" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data/docker"',
    ],
  ],
  [
    "a data root with a space",
    { docker: { dataRoot: "/data disk" } },
    [
      'error: docker.dataRoot: "/data disk" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data/docker"',
    ],
  ],
  [
    "the file system's root",
    { docker: { dataRoot: "/" } },
    [
      'error: docker.dataRoot: "/" is not an absolute path of letters, digits, ".", "_" and "-" without final slash, for example "/data/docker"',
    ],
  ],
  [
    "the data root that it is anyway",
    { docker: { dataRoot: "/var/lib/docker" } },
    ['error: docker.dataRoot: "/var/lib/docker" is where Docker\'s data lies anyway; leave docker.dataRoot out'],
  ],
  [
    "a data root of the system's",
    { docker: { dataRoot: "/usr/docker" } },
    [
      'error: docker.dataRoot: "/usr/docker" belongs to the system; use a folder of its own, for example "/data/docker"',
    ],
  ],
  [
    "a disk over a part of Docker's data",
    {
      cloudConfig: {
        mounts: [
          ["/dev/sdb", "/srv"],
          ["/dev/sdc", "/var/lib/docker", "xfs"],
        ],
      },
    },
    [
      'warning: cloudConfig.mounts[1]: "/var/lib/docker" is only a part of Docker\'s data: since engine 29 images lie in /var/lib/containerd; mount the disk at "/data", and set docker.dataRoot to "/data/docker"',
    ],
  ],
  [
    "a schedule of cron's",
    { docker: { pruneSchedule: "0 3 * * 0" } },
    [
      'error: docker.pruneSchedule: "0 3 * * 0" is not a time of systemd\'s OnCalendar, for example "daily" or "Sun 03:30"',
    ],
  ],
  [
    "a schedule with another line",
    { docker: { pruneSchedule: "daily\nOnBootSec=1" } },
    [
      'error: docker.pruneSchedule: "daily\\nOnBootSec=1" is not a time of systemd\'s OnCalendar, for example "daily" or "Sun 03:30"',
    ],
  ],
  [
    "an empty schedule",
    { docker: { pruneSchedule: "" } },
    ['error: docker.pruneSchedule: "" is not a time of systemd\'s OnCalendar, for example "daily" or "Sun 03:30"'],
  ],
];

describe("storage", () => {
  test.each(cases)("%s", (_label, input, expected) => {
    const { problems } = read({ login: "rocky", ...input });
    expect(problems.map(({ severity, path, message }) => `${severity}: ${path}: ${message}`)).toEqual(expected);
  });
});
