// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";

const form = /^ephemeral-(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)z-[0-9a-f]{8}$/;

/**
 * The name of a throw-away stack: unique, and with the moment at which it expires, so that a reaper needs nothing else of
 * it, on any backend. `ephemeral-20261124t180000z-1f0c6b3a`
 */
export function stackName(expires: Date): string {
  const moment = expires.toISOString().replace(/[-:]|\.\d+/g, "");
  return `ephemeral-${moment.toLowerCase()}-${randomBytes(4).toString("hex")}`;
}

/** When a stack of this name expires; undefined where it is not one of ours. */
export function expiry(name: string): Date | undefined {
  const [, year, month, day, hours, minutes, seconds] = form.exec(name) ?? [];
  if (year === undefined) return undefined;
  const moment = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
