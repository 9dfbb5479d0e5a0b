// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-args";

/**
 * What a stack shows of a host. Without `connection`, which is for programs, and the raw resources. Pulumi prints all of it
 * after each update, and of a secret no more than that it is one: the whole report would take hundreds of lines.
 */
export function outputsOf(host: DockerHostOutputs) {
  const { address, port, user, dockerHost, knownHosts, privateKey, machineId, imageName, dockerVersion, summary } =
    host;
  const login = { address, port, user, dockerHost, knownHosts, privateKey };
  return { ...login, machineId, imageName, dockerVersion, summary, health: pulumi.secret(host.health) };
}
