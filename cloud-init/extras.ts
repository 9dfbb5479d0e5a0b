// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig, FileSpec, HostSpec } from "./spec";

/** The caller's own files and commands, after ours. */
export function extras({ files, commands }: HostSpec): CloudConfig {
  return {
    ...(files.length > 0 && { write_files: files.map(file) }),
    ...(commands.length > 0 && { runcmd: commands }),
  };
}

/** cloud-init writes files before it creates users, unless a file is deferred. */
function file({ path, content, permissions, owner }: FileSpec): CloudConfig {
  return { path, permissions, content, ...(owner !== "root:root" && { owner, defer: true }) };
}
