// SPDX-License-Identifier: Apache-2.0
import type { DockerSpec } from "./docker-spec";
import type { CloudConfig } from "./spec";
import { unit } from "./units";

/** A timer that removes what no container uses. Volumes stay: they hold data. */
export function prune({ pruneSchedule, pruneMinAgeHours }: DockerSpec): CloudConfig[] {
  if (pruneSchedule === undefined) return [];
  return [
    unit("docker-prune.service", {
      Unit: { Description: "Removes unused Docker objects", After: "docker.service" },
      Service: {
        Type: "oneshot",
        ExecStart: `/usr/bin/docker system prune --all --force --filter until=${pruneMinAgeHours}h`,
      },
    }),
    unit("docker-prune.timer", {
      Unit: { Description: "Removes unused Docker objects on a schedule" },
      // A machine that was off catches up; many machines do not all begin in the same second.
      Timer: { OnCalendar: pruneSchedule, Persistent: "true", RandomizedDelaySec: "5min" },
      Install: { WantedBy: "timers.target" },
    }),
  ];
}
