// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-outputs";

/**
 * What a stack shows of a host. Left out are `connection`, which is for programs, and the raw resources. The report is
 * marked as a secret, because Pulumi prints all other outputs after each update, and it would take hundreds of lines.
 */
export function outputsOf(host: DockerHostOutputs) {
  const {
    address,
    port,
    privateAddress,
    user,
    dockerHost,
    knownHosts,
    sshConfig,
    privateKey,
    machineId,
    imageName,
    dockerVersion,
    summary,
  } = host;
  const login = { address, port, privateAddress, user, dockerHost, knownHosts, sshConfig, privateKey };
  return { ...login, machineId, imageName, dockerVersion, summary, health: pulumi.secret(host.health) };
}
