// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";

import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import {
  daemonJson,
  engineVersion,
  type HostSpec,
  type PlatformName,
  type Problem,
  render,
  type UserData,
  userData,
} from "../cloud-init";
import type { DockerHostArgs, DockerHostOutputs } from "./docker-host-args";
import { HostHealth } from "./health/host-health";
import { checked, checkPlain, guestArgs, hostSpec } from "./host-spec";
import { givenKeyPair, knownHostsLine, publicKey, stashedKeyPair } from "./ssh-identity";

/** What a platform brings to the assembly. */
export interface Platform {
  /** How the platform takes user data, and how much of it. */
  userData: PlatformName;
  /** The image's own login. */
  login: string;
  /** Memory of the machine in MiB, where it is known: too little of it is warned about. */
  memoryMiB?: pulumi.Input<number>;
  /** The machine makes its own SSH host key, which {@link Machine.hostKey} then is. @default false: it is told its key */
  ownHostKey?: boolean;
  /** What is wrong with the platform's own arguments, where they are plain: said together with what is wrong with others. */
  problems?: Problem[];
  /** Creates the machine that boots with this. */
  createMachine(guest: Guest): Machine;
}

/** What a machine is told. */
export interface Guest {
  /** Secret: it may hold the host's private key. */
  userData: pulumi.Output<UserData>;
  /** The login's public key. It is in the user data as well. */
  loginKey: pulumi.Output<string>;
  /** Changes exactly when the machine has to be another one. */
  fingerprint: pulumi.Output<string>;
}

export interface Machine {
  /** The resource with which the machine lives and dies. */
  resource: pulumi.Resource;
  address: pulumi.Input<string>;
  port: pulumi.Input<number>;
  /** The public half, where the platform has `ownHostKey`. Without it, whoever answers is trusted. */
  hostKey?: pulumi.Input<string>;
  /** Without these nobody reaches the machine: firewall rules, the association of an address. */
  reachedBy?: pulumi.Resource[];
  /** A host that leads to a machine without a public address. */
  proxy?: pulumi.Input<command.types.input.remote.ProxyConnectionArgs> | undefined;
  /** What to look at first where the machine gives no answer. */
  unreachableHint?: pulumi.Input<string>;
  /** A file of this computer to which the machine writes its console. */
  consoleLog?: string;
  /** Another one where the machine is another one. */
  id: pulumi.Output<string>;
  /** What it was made from, by the platform's own name. */
  image: pulumi.Output<string>;
  /** Values that change when the same machine was started again. */
  restarts: pulumi.Input<string>[];
}

/** The assembly that all hosts share: keys, user data, machine, health check, outputs. */
export function assembleDockerHost(
  parent: pulumi.ComponentResource,
  name: string,
  args: DockerHostArgs,
  platform: Platform,
): DockerHostOutputs {
  const { strict, smokeImage, rebootCheck, triggers, ...limits } = args.health ?? {};
  const wasChecked = checkPlain(args, platform, parent);
  const ownKey = platform.ownHostKey ? undefined : stashedKeyPair(`${name}-host-key`, parent);
  const loginKey = args.sshKey ? givenKeyPair(args.sshKey) : stashedKeyPair(`${name}-login-key`, parent);

  const spec = pulumi
    .all([pulumi.output(guestArgs(args)), ownKey, publicKey(loginKey), platform.memoryMiB])
    .apply(([plain, key, login, memoryMiB]) => {
      const context = { login: platform.login, loginKeys: [login], hostKey: key, memoryMiB };
      return checked(hostSpec(plain, context), wasChecked ? undefined : parent);
    });
  const machine = platform.createMachine({
    userData: pulumi.secret(spec.apply((s) => userData(s, platform.userData))),
    loginKey: publicKey(loginKey),
    fingerprint: pulumi.unsecret(spec.apply(fingerprint)),
  });
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
