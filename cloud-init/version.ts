// SPDX-License-Identifier: Apache-2.0

/** `[epoch:]major.minor.patch[~pre-release][-package release]`, as dnf lists it. */
export const packageVersion = /^(\d+:)?(\d+)\.(\d+)\.(\d+)(~(?:rc|beta)\.\d+)?(-\d[A-Za-z0-9.]*)?$/;

/**
 * A version for the end of a package's name. It has no epoch, because docker-ce has epoch 3 and docker-ce-cli has 1;
 * dnf matches any epoch when none is given.
 */
export function pin(version: string): string {
  return version.replace(/^\d+:/, "");
}

/** The version as the engine reports it: without epoch and package release, and with a pre-release after `-`. */
export function engineVersion(version: string): string {
  return pin(version).replace(/-.*$/, "").replace("~", "-");
}

/** Whether a version comes before another, by its three numbers. */
export function isBefore(version: string, limit: string): boolean {
  const [left, right] = [numbers(version), numbers(limit)];
  const differing = left.findIndex((n, i) => n !== right[i]);
  return differing >= 0 && (left[differing] ?? 0) < (right[differing] ?? 0);
}

function numbers(version: string): number[] {
  return (packageVersion.exec(version) ?? []).slice(2, 5).map(Number);
}
