// SPDX-License-Identifier: Apache-2.0
import { defaults } from "./defaults";
import { guestScript, shortened } from "./guest-script";
import { quote } from "./shell";
import type { CloudConfig, HostSpec } from "./spec";

/** What becomes of a machine whose boot fails: the installation, or the look at the result. */
export const OnBootFailure = {
  /** It says why on its console and powers itself off, so that a group of machines replaces it. */
  PowerOff: "powerOff",
  /** It stays on, for somebody who looks at it. */
  Keep: "keep",
} as const;
export type OnBootFailure = (typeof OnBootFailure)[keyof typeof OnBootFailure];

const { guest } = defaults;
/** In the folder that cloud-init has for each instance. */
const good = "/var/lib/cloud/instance/docker-host-is-good";
const limit = "docker-host-boot-limit";
/** The installation tries for longer where a repository is down; nobody waits for such a machine. */
const limitMinutes = 30;

/**
 * The self-check right after the installation, before the caller's commands: these run on a good machine only, and what
 * comes of them powers nothing off. On each boot until then, a time limit begins before anything else.
 */
export function onBootFailure({ onBootFailure: wanted }: HostSpec): CloudConfig {
  if (wanted === "keep") return {};
  return {
    bootcmd: [bootLimit()],
    write_files: [{ path: guest.selfCheck, permissions: "0755", content: shortened(guestScript("self-check.sh")) }],
    runcmd: [`${guest.selfCheck} || exit 1`],
  };
}

/**
 * A shell line that has systemd power the machine off where it is not good in time, because cloud-init hangs, or has not
 * come to the installation. For whatever runs first on a machine; a second time it changes nothing. It does not see a machine
 * that reads no user data, because it gets none or has no cloud-init: such a one only the group's own health check ends.
 */
export function bootLimit(): string {
  const late = `test -e ${good} || ${guest.selfCheck} ${limitMinutes} || systemctl poweroff --force`;
  return (
    `test -e ${good} || systemctl is-active --quiet ${limit}.timer || ` +
    // systemd may be waiting for who asks.
    `systemd-run --no-block --unit=${limit} --on-active=${limitMinutes}min /bin/sh -c ${quote(late)}`
  );
}
