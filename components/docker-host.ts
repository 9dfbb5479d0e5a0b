// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { render } from "../cloud-init";
import { type HealthLimitsArgs, HostHealth } from "./health/host-health";
import type { HealthReport } from "./health/report";
import { checked, checkPlain, hostSpec } from "./host-spec";
import { knownHostsLine, publicKey, stashedKeyPair } from "./ssh-identity";

/** A user that cloud-init creates on first boot. */
export interface UserArgs {
  /** At most 32 lower-case letters, digits, `-` or `_`. */
  name: pulumi.Input<string>;
  /** Public keys, one authorized_keys line each. @default - nobody can log in as this user over SSH */
  sshAuthorizedKeys?: pulumi.Input<pulumi.Input<string>[]>;
  /** Passwordless sudo for everything. @default false */
  sudo?: pulumi.Input<boolean>;
}

export interface DockerArgs {
  /** Exact engine version without epoch, such as `27.5.1`. @default - the newest in the repository at first boot */
  version?: pulumi.Input<string>;
  /** Folder that holds `gpg` and `9/<arch>/stable/`. @default "https://download.docker.com/linux/centos" */
  repositoryUrl?: pulumi.Input<string>;
  /** Fingerprint of the repository's key. @default "060A61C51B558A7F742B77AAC52FEB6B621E9F35" */
  gpgFingerprint?: pulumi.Input<string>;
  /** Further packages by name. @default - none */
  packages?: pulumi.Input<pulumi.Input<string>[]>;
  /** Content of `/etc/docker/daemon.json`. @default - no such file: the engine's own defaults */
  daemonConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
}

/**
 * What every Docker host takes. Except for `health`, all of it is applied on first boot only: a change replaces the
 * machine, and preview says so.
 */
export interface DockerHostArgs {
  /** Users to create. @default - only the image's own login exists */
  users?: pulumi.Input<pulumi.Input<UserArgs>[]>;
  /**
   * Login names put into the `docker` group, which is equivalent to root on the machine. Each is declared in `users`,
   * the image's login, or already on the image.
   *
   * @default - only the image's own login (`rocky`)
   * @example ["rocky", "ci"]
   */
  dockerUsers?: pulumi.Input<pulumi.Input<string>[]>;
  docker?: pulumi.Input<DockerArgs>;
  /** Merged on top of ours: maps merge, lists are appended, your scalars win. @default - nothing */
  cloudConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- as above
  /** Limits of the check that ends every `up`; a change runs the check again. @default - see each limit */
  health?: HealthLimitsArgs;
}

/** What every Docker host gives. All of it resolves only after the health check has passed. */
export interface DockerHostOutputs {
  address: pulumi.Output<string>;
  port: pulumi.Output<number>;
  /** The image's own login. */
  user: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  dockerHost: pulumi.Output<string>;
  /** A line for known_hosts. */
  knownHosts: pulumi.Output<string>;
  /** The login's private key, in OpenSSH form. Secret. */
  privateKey: pulumi.Output<string>;
  /** For further remote commands. Secret. */
  connection: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  dockerVersion: pulumi.Output<string>;
  health: pulumi.Output<HealthReport>;
}

/** What a platform brings to the assembly. */
export interface Platform {
  /** The image's own login. */
  login: string;
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
  checkPlain(args, platform.login);
  const hostKey = stashedKeyPair(`${name}-host-key`, parent);
  const loginKey = stashedKeyPair(`${name}-login-key`, parent);

  const spec = pulumi.all([pulumi.output(args), hostKey, publicKey(loginKey)]).apply(([plain, key, login]) =>
    // `health` holds plain numbers only, so unwrapping changes nothing but the type.
    checked(
      hostSpec(plain as pulumi.Unwrap<DockerHostArgs>, { login: platform.login, loginKeys: [login], hostKey: key }),
    ),
  );
  const machine = platform.createMachine(pulumi.secret(spec.apply(render)));

  const connection = pulumi.secret({
    host: machine.address,
    port: machine.port,
    user: platform.login,
    privateKey: loginKey.apply((key) => key.privateKey),
    hostKey: publicKey(hostKey),
  });
  const check = new HostHealth(
    `${name}-health`,
    {
      connection,
      dockerUsers: pulumi.unsecret(spec.apply((s) => s.dockerUsers)),
      dockerVersion: pulumi.unsecret(spec.apply((s) => s.docker.version)),
      triggers: machine.triggers,
      ...(args.health && { limits: args.health }),
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
