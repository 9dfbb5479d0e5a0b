// SPDX-License-Identifier: Apache-2.0
import { stringify } from "yaml";

import { docker } from "./docker";
import { merge } from "./merge";
import type { CloudConfig, HostSpec } from "./spec";
import { ssh } from "./ssh";
import { users } from "./users";

/** User data for a valid spec. The same spec gives the same bytes. It holds the machine's private host key. */
export function render(spec: HostSpec): string {
  return `#cloud-config\n${stringify(cloudConfig(spec), { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** The cloud-config as an object: our fragments, then the caller's on top. */
export function cloudConfig(spec: HostSpec): CloudConfig {
  return [users(spec), ssh(spec), docker(spec), spec.cloudConfig].reduce(merge);
}
