// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

import type { HealthReport } from "../health/report";
import type { Login } from "./access";
import { dockerSocket } from "./docker/api";
import { localAddress } from "./docker/published-ports";
import { execute, type Executed, type ExecOptions } from "./exec";
import type { KeptHost } from "./messages";

/** A verified Docker host that is thrown away. */
export interface EphemeralHost extends Login {
  /** Name of the Pulumi stack that holds the host. */
  stack: string;
  /** `ssh://user@address:port`. Docker finds key and host key by the PATH of {@link env}. */
  dockerHost: string;
  dockerVersion: string;
  health: HealthReport;
  /** For child processes that use Docker, and for this one. */
  env: EphemeralEnv;
  /** Arguments with which `ssh` reaches the host. @example ["-F", "/tmp/ephemeral-x/ssh/config", "127.0.0.1"] */
  ssh: string[];
  /**
   * Runs a line of shell on the host. Rejects with an {@link ExecError} where its status is not 0, unless `check` is
   * false, and with an {@link SshFailure}, which has a `hint`, where the host is not reached or the connection breaks.
   * A command has no time limit; a host that gives no sign of life is given up.
   */
  exec(command: string, options?: ExecOptions): Promise<Executed>;
}

/** With it, Docker's clients and Testcontainers use the host as if its Docker ran on this computer. */
export interface EphemeralEnv {
  /** A Unix socket of this computer, which leads to the host's Docker. Ports of containers are open on 127.0.0.1. */
  DOCKER_HOST: string;
  /** Where Testcontainers finds ports of containers, also from within a container. */
  TESTCONTAINERS_HOST_OVERRIDE: string;
  /** What Testcontainers mounts into its own containers: a path of the host. */
  TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: string;
  /** Empty, so that what is set for another Docker has no client ask for TLS on the socket. */
  DOCKER_TLS: "";
  DOCKER_TLS_VERIFY: "";
  DOCKER_CERT_PATH: "";
  /** On it, `ssh` knows the host. */
  PATH: string;
}

export function ephemeralHost(stack: string, { access, ...kept }: KeptHost): EphemeralHost {
  const ssh = ["-F", access.config, kept.address];
  return {
    ...kept,
    stack,
    env: {
      DOCKER_HOST: `unix://${access.socket}`,
      TESTCONTAINERS_HOST_OVERRIDE: localAddress,
      TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: dockerSocket,
      DOCKER_TLS: "",
      DOCKER_TLS_VERIFY: "",
      DOCKER_CERT_PATH: "",
      PATH: [access.bin, process.env.PATH ?? ""].join(delimiter),
    },
    ssh,
    exec: (command, options) => execute(kept, command, options),
  };
}
