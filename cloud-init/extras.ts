// SPDX-License-Identifier: Apache-2.0
import { watched } from "./commands";
import type { CloudConfig, CloudConfigValue, FileSpec, HostSpec } from "./spec";
import { isMap } from "./validate/kind";

/** The caller's own files and commands, after ours. */
export function extras(spec: HostSpec): CloudConfig {
  const { files, commands, cloudConfig } = spec;
  const later = ["/home", ...paths(cloudConfig.users, "homedir"), ...paths(cloudConfig.mounts, 1)];
  return {
    ...(files.some(isForDocker) && { bootcmd: [["groupadd", "-rf", "docker"]] }),
    ...(files.length > 0 && { write_files: files.map((one) => file(one, later)) }),
    ...(commands.length > 0 && { runcmd: watched(spec) }),
  };
}

/**
 * cloud-init writes files after the data disk is mounted, but before it mounts more and creates users and groups. What
 * needs one of these is deferred until they are there, still before Docker is installed. Not every file is: sshd, useradd
 * and dnf would have been at work without theirs.
 */
function file({ path, content, permissions, owner }: FileSpec, later: string[]): CloudConfig {
  const isDeferred = owner !== "root:root" || later.some((folder) => path.startsWith(`${folder}/`));
  return { path, permissions, content, ...(owner !== "root:root" && { owner }), ...(isDeferred && { defer: true }) };
}

/** Docker's packages, which make the group, come after all files. */
function isForDocker({ owner }: FileSpec): boolean {
  return owner.endsWith(":docker");
}

/** What each of the caller's maps or lists has at this place. */
function paths(list: CloudConfigValue | undefined, place: string | number): string[] {
  return (Array.isArray(list) ? list : []).flatMap((one) => {
    const path = isMap(one) || Array.isArray(one) ? (one as Record<string | number, unknown>)[place] : undefined;
    return typeof path === "string" && /^\/./.test(path) ? [path.replace(/\/+$/, "")] : [];
  });
}
