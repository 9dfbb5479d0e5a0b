// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "./docker-host-outputs";
import type { HostHealth } from "./health/host-health";
import type { Machine } from "./platform";
import { jumpOf, sshConfig } from "./ssh-config";
import { knownHostsLine } from "./ssh-identity";

/** A host's outputs. Those with which somebody can use it resolve when the check has passed and its address leads to it. */
export function gatedOutputs(
  check: HostHealth,
  arrived: pulumi.Output<unknown>,
  name: string,
  login: string,
  machine: Machine,
  connection: pulumi.Output<pulumi.Unwrap<command.types.input.remote.ConnectionArgs>>,
  hostKey: pulumi.Output<string>,
): DockerHostOutputs {
  const afterCheck = <T>(value: pulumi.Input<T>) =>
    pulumi.all([value, check.report, arrived]).apply(([v]) => v) as pulumi.Output<T>;
  const address = afterCheck(machine.address);
  const port = afterCheck(machine.port);
  const way = pulumi
    .all([machine.address, machine.port, machine.proxyCommand ?? [], machine.proxy && jumpOf(machine.proxy)])
    .apply(([to, number, proxyCommand, jump]) =>
      sshConfig({ name, address: to, port: number, user: login, proxyCommand, jump }),
    );
  return {
    address,
    port,
    privateAddress: afterCheck(machine.privateAddress),
    user: afterCheck(login),
    dockerHost: pulumi.interpolate`ssh://${login}@${address}:${port}`,
    knownHosts: pulumi.all([address, port, hostKey]).apply(([a, p, key]) => (key ? knownHostsLine(a, p, key) : "")),
    sshConfig: afterCheck(way),
    proxyCommand: afterCheck(machine.proxyCommand ?? []),
    privateKey: afterCheck(connection.apply((c) => c.privateKey ?? "")),
    connection: afterCheck(connection),
    machineId: machine.id,
    imageName: machine.image,
    dockerVersion: afterCheck(check.dockerVersion),
    summary: afterCheck(check.summary),
    health: afterCheck(check.report),
  };
}
