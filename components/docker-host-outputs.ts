// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

import type { HealthReport } from "./health/report";
import type { HealthSummary } from "./health/summary";

/** What every Docker host gives. All that lets somebody use the host resolves only after the health check has passed. */
export interface DockerHostOutputs {
  /** Where SSH answers: an address, or 127.0.0.1 where a tunnel or QEMU leads to the machine. */
  address: pulumi.Output<string>;
  /** The port of SSH at that address. */
  port: pulumi.Output<number>;
  /** Where other machines of its network reach it, which is where a swarm needs it. Empty on this computer without `privateNetwork`. */
  privateAddress: pulumi.Output<string>;
  /** The image's own login. */
  user: pulumi.Output<string>;
  /** For `DOCKER_HOST`: `ssh://user@address:port`. */
  dockerHost: pulumi.Output<string>;
  /** A line for known_hosts; empty where nobody has pinned the machine's key. */
  knownHosts: pulumi.Output<string>;
  /**
   * An entry for ~/.ssh/config, by which `ssh` and `docker` go the way of the health check: a bastion and `connectVia` are in
   * it, keys are not. The host is called by its name there, and by `address`. Secret where arguments of `proxy` are.
   */
  sshConfig: pulumi.Output<string>;
  /** A program and its arguments that lead to the host's SSH, for `HostHealth`; empty where none is needed. */
  proxyCommand: pulumi.Output<string[]>;
  /** The login's private key, in OpenSSH form. Secret. */
  privateKey: pulumi.Output<string>;
  /**
   * For further remote commands; give them `triggers: [host.machineId]` as well. Secret. With `connectVia` no remote command
   * gets through, as that takes no program: use `sshConfig` in a local command.
   */
  connection: pulumi.Output<command.types.input.remote.ConnectionArgs>;
  /** Another one where the machine is another one, for `triggers` of what is done to it. Known before the check. */
  machineId: pulumi.Output<string>;
  /** The image that the machine was made from, by the platform's own name. Known before the check. */
  imageName: pulumi.Output<string>;
  /** The version of the Docker Engine that answered. */
  dockerVersion: pulumi.Output<string>;
  /** The health check in short: what to export from a stack. */
  summary: pulumi.Output<HealthSummary>;
  /** What each probe of the health check saw: some hundred lines. */
  health: pulumi.Output<HealthReport>;
}
