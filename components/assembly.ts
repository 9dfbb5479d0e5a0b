// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { daemonJson, engineVersion, type HostSpec, render, userData } from "../cloud-init";
import { report } from "./arguments";
import type { DockerHostArgs, DockerHostOutputs } from "./docker-host-args";
import { HostHealth } from "./health/host-health";
import { checked, guestArgs, hostSpec, isKnown } from "./host-spec";
import type { Machine, Platform } from "./platform";
import { givenKeyPair, knownHostsLine, publicKey, stashedKeyPair } from "./ssh-identity";
import { keepTold } from "./told";

/** The assembly that all hosts share: keys, user data, machine, health check, outputs. */
export function assembleDockerHost(
  parent: pulumi.ComponentResource,
  name: string,
  args: DockerHostArgs,
  platform: Platform,
): DockerHostOutputs {
  const { strict, smokeImage, rebootCheck, triggers, ...limits } = args.health ?? {};
  report(platform.problems, parent);
  const wasChecked = isKnown(args, platform.memoryMiB);
  const ownKey = platform.ownHostKey ? undefined : stashedKeyPair(`${name}-host-key`, parent);
  const loginKey = args.sshKey ? givenKeyPair(args.sshKey) : stashedKeyPair(`${name}-login-key`, parent);

  const spec = pulumi
    .all([pulumi.output(guestArgs(args)), ownKey, publicKey(loginKey), platform.memoryMiB])
    .apply(([plain, key, login, memoryMiB]) => {
      const context = { login: platform.login, loginKeys: [login], hostKey: key, memoryMiB };
      return checked(hostSpec(plain, context), wasChecked ? undefined : parent);
    });
  const guest = {
    userData: pulumi.secret(spec.apply((s) => userData(s, platform.userData))),
    loginKey: publicKey(loginKey),
    fingerprint: pulumi.unsecret(spec.apply(fingerprint)),
  };
  const machine = platform.createMachine(guest);
  const sshKey = args.sshKey && guest.loginKey;
  keepTold(name, { ...guestArgs(args), sshKey, ...platform.told }, guest.fingerprint, machine.resource, parent);
  const hostKey = ownKey ? publicKey(ownKey) : pulumi.output(machine.hostKey ?? "");

  const connection = pulumi.secret({
    host: machine.address,
    port: machine.port,
    user: platform.login,
    privateKey: loginKey.apply((key) => key.privateKey),
    ...((ownKey ?? machine.hostKey) !== undefined && { hostKey }),
    ...(machine.proxy && { proxy: machine.proxy }),
  });
  const check = new HostHealth(
    `${name}-health`,
    {
      connection,
      dockerUsers: pulumi.unsecret(spec.apply((s) => s.dockerUsers)),
      dockerVersion: pulumi.unsecret(spec.apply(({ docker }) => docker.version && engineVersion(docker.version))),
      expectations: { installed: true, daemonConfig: pulumi.unsecret(spec.apply((s) => daemonJson(s.docker))) },
      triggers: pulumi
        .all([[machine.id, ...machine.restarts], triggers])
        .apply(([own, more = []]) => [...own, ...more]),
      limits,
      ...{ strict, smokeImage },
      ...{ unreachableHint: machine.unreachableHint, consoleLog: machine.consoleLog },
      ...(machine.consoleCommand !== undefined && { consoleCommand: machine.consoleCommand }),
      ...(rebootCheck !== undefined && { rebootCheck }),
    },
    {
      parent,
      dependsOn: [machine.resource, ...(machine.reachedBy ?? [])],
      deletedWith: machine.resource,
      // To check again is to replace the command, which a host that is protected must not rule out.
      protect: false,
    },
  );
  return gatedOutputs(check, platform.login, machine, connection, hostKey);
}

/** Of what was rendered: compressed bytes differ between versions of zlib. A hash, as the text holds a private key. */
function fingerprint(spec: HostSpec): string {
  return createHash("sha256").update(render(spec)).digest("hex");
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
    knownHosts: pulumi.all([address, port, hostKey]).apply(([a, p, key]) => (key ? knownHostsLine(a, p, key) : "")),
    privateKey: afterCheck(connection.apply((c) => c.privateKey ?? "")),
    connection: afterCheck(connection),
    machineId: machine.id,
    imageName: machine.image,
    dockerVersion: check.dockerVersion,
    summary: check.summary,
    health: check.report,
  };
}
