// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import type { CloudConfig, HostSpec } from "./spec";
import { unit } from "./units";

/**
 * Powers the machine off when its time is over. Its age is the age of the settings file, which is written once per
 * machine, so a reboot does not restart the time. The timer starts before Docker is installed, so that a machine whose
 * installation fails ends as well.
 */
export function ttl({ ttlMinutes }: HostSpec): CloudConfig {
  if (ttlMinutes === undefined) return {};
  const isOld = `test -n "$(find ${defaults.guest.settings} -mmin +${ttlMinutes})"`;
  return {
    write_files: [
      unit("docker-host-ttl.service", {
        Unit: { Description: `Powers the machine off ${ttlMinutes} minutes after its creation` },
        // `$$` is systemd's way to write one `$`.
        Service: {
          Type: "oneshot",
          ExecCondition: `/bin/sh -c '${isOld.replaceAll("$", "$$$$")}'`,
          ExecStart: "/usr/bin/systemctl poweroff",
        },
      }),
      unit("docker-host-ttl.timer", {
        Unit: { Description: "Looks each minute whether the machine is due to end" },
        Timer: { OnCalendar: "minutely" },
        Install: { WantedBy: "timers.target" },
      }),
    ],
    runcmd: [["systemctl", "enable", "--now", "docker-host-ttl.timer"]],
  };
}
