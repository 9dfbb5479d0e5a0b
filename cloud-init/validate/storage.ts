// SPDX-License-Identifier: Apache-2.0
import { LogDriver } from "../docker-choices";
import type { HostSpec, Problem } from "../spec";
import { ownFolder } from "./folders";
import { demandWhole, error, shown } from "./problem";

const logDrivers = Object.values(LogDriver);
const docker = /^\/var\/lib\/(docker|containerd|docker-host)(\/|$)/;
/** systemd's names, or weekdays, date and time in its order; systemd itself has the last word. */
const namedSchedule = /^(minutely|hourly|daily|weekly|monthly|quarterly|semiannually|yearly|annually)$/;
const weekdays = "((Mon|Tue|Wed|Thu|Fri|Sat|Sun)((,|\\.\\.)(Mon|Tue|Wed|Thu|Fri|Sat|Sun))* ?)?";
const schedule = new RegExp(
  `^${weekdays}([0-9*,/.]+-[0-9*,/.]+([-~][0-9*,/.]+)? ?)?([0-9*,/.]+:[0-9*,/.]+(:[0-9*,/.]+)?)?( UTC)?$`,
);

/** Where the daemon's data lies, and what keeps it from filling the disk. */
export function* storage(spec: HostSpec): Generator<Problem> {
  const { logDriver, logMaxSizeMiB, logMaxFiles, dataRoot, pruneSchedule, pruneMinAgeHours } = spec.docker;
  if (!logDrivers.includes(logDriver)) {
    yield error("docker.logDriver", `${shown(logDriver)} is not one of Docker's; there are ${logDrivers.join(", ")}`);
  }
  yield* demandWhole(logMaxSizeMiB, "docker.logMaxSizeMiB", [1, 1_048_576], "MiB");
  yield* demandWhole(logMaxFiles, "docker.logMaxFiles", [1, 1000], "files");
  yield* demandWhole(pruneMinAgeHours, "docker.pruneMinAgeHours", [0, 87_600], "hours");
  if (dataRoot !== undefined) yield* folder(dataRoot);
  if (pruneSchedule !== undefined && !isSchedule(pruneSchedule)) {
    yield error(
      "docker.pruneSchedule",
      `${shown(pruneSchedule)} is not a time of systemd's OnCalendar, for example "daily" or "Sun 03:30"`,
    );
  }
}

function* folder(path: string): Generator<Problem> {
  if (docker.test(path)) {
    yield error("docker.dataRoot", `${shown(path)} is where Docker's data lies anyway; leave docker.dataRoot out`);
  } else yield* ownFolder(path, "docker.dataRoot", "/data/docker");
}

function isSchedule(text: string): boolean {
  return namedSchedule.test(text) || (text.trim() === text && text !== "" && schedule.test(text));
}
