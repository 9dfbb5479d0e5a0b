// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { daemonJson, engineVersion, render } from "../cloud-init";
import type { DockerHostArgs, DockerHostOutputs } from "./docker-host-args";
import { HostHealth } from "./health/host-health";
import { checked, checkPlain, guestArgs, hostSpec } from "./host-spec";
import { knownHostsLine, publicKey, stashedKeyPair } from "./ssh-identity";

/** What a platform brings to the assembly. */
export interface Platform {
  /** The image's own login. */
  login: string;
  /** Memory of the machine in MiB, where it is known: too little of it is warned about. */
  memoryMiB?: pulumi.Input<number>;
  /** Creates the machine that boots with this user data. */
  createMachine(userData: pulumi.Output<string>): Machine;
}

export interface Machine {
  /** The resource with which the machine lives and dies. */
  resource: pulumi.Resource;
  address: pulumi.Input<string>;
  port: pulumi.Input<number>;
  /** Values that change when the machine is another one, or was started again. */
  triggers: pulumi.Input<string>[];
}

/** The assembly that all hosts share: keys, user data, machine, health check, outputs. */
export function assembleDockerHost(
  parent: pulumi.ComponentResource,
  name: string,
  args: DockerHostArgs,
  platform: Platform,
): DockerHostOutputs {
  const guest = guestArgs(args);
  const wasChecked = checkPlain(guest, platform, parent);
  const hostKey = stashedKeyPair(`${name}-host-key`, parent);
  const loginKey = stashedKeyPair(`${name}-login-key`, parent);

  const spec = pulumi
    .all([pulumi.output(guest), hostKey, publicKey(loginKey), platform.memoryMiB])
    .apply(([plain, key, login, memoryMiB]) => {
      const context = { login: platform.login, loginKeys: [login], hostKey: key, memoryMiB };
      return checked(hostSpec(plain, context), wasChecked ? undefined : parent);
    });
  const machine = platform.createMachine(pulumi.secret(spec.apply(render)));

  const connection = pulumi.secret({
    host: machine.address,
    port: machine.port,
    user: platform.login,
    privateKey: loginKey.apply((key) => key.privateKey),
    hostKey: publicKey(hostKey),
  });
  const { strict, smokeImage, rebootCheck, triggers, ...limits } = args.health ?? {};
  const check = new HostHealth(
    `${name}-health`,
    {
      connection,
      dockerUsers: pulumi.unsecret(spec.apply((s) => s.dockerUsers)),
      dockerVersion: pulumi.unsecret(spec.apply(({ docker }) => docker.version && engineVersion(docker.version))),
      expectations: { installed: true, daemonConfig: pulumi.unsecret(spec.apply((s) => daemonJson(s.docker))) },
      triggers: pulumi.all([machine.triggers, triggers]).apply(([own, more = []]) => [...own, ...more]),
      limits,
      ...{ strict, smokeImage },
      ...(rebootCheck !== undefined && { rebootCheck }),
    },
    { parent, dependsOn: machine.resource, deletedWith: machine.resource },
  );
  return gatedOutputs(check, platform.login, machine, connection, publicKey(hostKey));
}

function gatedOutputs(
  check: HostHealth,
  login: string,
  machine: Machine,
  connection: pulumi.Output<pulumi.Unwrap<command.types.input.remote.ConnectionArgs>>,
  hostKey: pulumi.Output<string>,
): DockerHostOutputs {
  const afterCheck = <T>(value: pulumi.Input<T>) =>
    pulumi.all([value, check.report]).apply(([v]) => v) as pulumi.Output<T>;
  const address = afterCheck(machine.address);
  const port = afterCheck(machine.port);
  return {
    address,
    port,
    user: afterCheck(login),
    dockerHost: pulumi.interpolate`ssh://${login}@${address}:${port}`,
    knownHosts: pulumi.all([address, port, hostKey]).apply(([a, p, key]) => knownHostsLine(a, p, key)),
    privateKey: afterCheck(connection.apply((c) => c.privateKey ?? "")),
    connection: afterCheck(connection),
    dockerVersion: check.dockerVersion,
    health: check.report,
  };
}
