// SPDX-License-Identifier: Apache-2.0
import type { CloudConfig } from "../../cloud-init";
import { daemonKeys } from "../../cloud-init/daemon-keys";
import { merge } from "../../cloud-init/merge";
import { isIn } from "../../cloud-init/validate/daemon/keys";
import type { DockerArgs } from "../docker-args";

/** What the networks get that are made later. */
const later = "default-network-opts";

/** The argument `docker` of a host that is to be a member of a swarm; its own values are plain, and win. */
export interface SwarmDockerArgs extends Omit<DockerArgs, "daemonConfig" | "version"> {
  daemonConfig?: CloudConfig;
  version?: string;
}

/**
 * Adds to the argument `docker` of a host what a member of a swarm needs: `liveRestore: false` and, from engine 24 on, overlay
 * networks whose packets the network between the members carries. Swarm's own `ingress` is one of these. Each engine applies it
 * when it takes part in a network, so that all members have to have it.
 *
 * Pure: `new GcpDockerHost("manager", { docker: swarmDocker({}, 1460), ... })`
 *
 * @param mtu what the network between members carries, in bytes: 1460 on Google Cloud, unless the network says otherwise; the
 * engine takes off what VXLAN, and encryption, need
 */
export function swarmDocker(docker: SwarmDockerArgs = {}, mtu = dockers): SwarmDockerArgs {
  const { daemonConfig = {}, version } = docker;
  const overlay: CloudConfig = { [later]: { overlay: { "com.docker.network.driver.mtu": String(mtu) } } };
  const isNeeded = mtu !== dockers && isIn(daemonKeys[later] ?? {}, version);
  return {
    liveRestore: false,
    ...docker,
    ...(isNeeded && { daemonConfig: merge(overlay, daemonConfig) }),
  };
}

/** dockerd's own. */
const dockers = 1500;
