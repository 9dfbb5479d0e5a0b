// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "./spec";

/**
 * The daemon's part of the CIS Docker Benchmark 1.6.0, section 2, as far as it breaks nothing that an ordinary container
 * needs. Left to the caller's `daemonConfig`: `icc: false` (2.2) stops talk on the default bridge, `userns-remap` (2.9)
 * turns the containerd image store off. Live restore (2.15) and bounded logs are on without this preset.
 */
export const hardened: CloudConfig = {
  // 2.3
  "log-level": "info",
  // 2.8: systemd's own limits for a service, instead of whatever the engine's version passes on.
  "default-ulimits": { nofile: { Name: "nofile", Soft: 1024, Hard: 524_288 } },
  // 2.14
  "no-new-privileges": true,
  // 2.16
  "userland-proxy": false,
  // No number there: a port is published to this machine only, unless an address is written down.
  ip: "127.0.0.1",
  // No number there: processes and volumes of containers are separated from one another. Their own file systems are too with
  // overlay2, but not in containerd's image store.
  "selinux-enabled": true,
};
