// SPDX-License-Identifier: Apache-2.0
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";

/**
 * How to reach a host: what a remote command takes, and one way more. `limits` say how long is waited, so
 * `dialErrorLimit` and `perDialTimeout` change nothing here.
 */
export interface HealthConnectionArgs extends command.types.input.remote.ConnectionArgs {
  /**
   * A program and its arguments, whose stdin and stdout lead to the host's SSH, as OpenSSH's ProxyCommand; `%h`, `%p` and
   * `%r` in them stand for host, port and user. It runs on this computer, and is ended with what it has started.
   *
   * @default - the host is reached directly, or by `proxy`
   * @example ["aws", "ssm", "start-session", "--target", "%h", "--document-name", "AWS-StartSSHSession", "--parameters", "portNumber=%p"]
   */
  proxyCommand?: pulumi.Input<pulumi.Input<string>[]>;
}

/** Seconds that each stage may take. A stage that takes longer fails `up` with its name, a cause and a hint. */
export interface HealthLimitsArgs {
  /** Until SSH accepts the login. @default 300 */
  ssh?: number;
  /** Until cloud-init and the install script have ended. @default 600 */
  cloudInit?: number;
  /** Until dockerd answers. @default 120 */
  dockerd?: number;
  /** For one container to run. @default 120 */
  container?: number;
  /** For the whole check, the wait for SSH included: it ends half a minute later at most, whatever the host does. @default 900 */
  total?: number;
}

/** How the engine must be set up. What is absent is not looked at. */
export interface HealthExpectationsArgs {
  /**
   * The host is one of this package's: cloud-init and the install script must have ended well, Docker's repository must
   * be enabled. Elsewhere these probes are skipped, or warn. @default false
   */
  installed?: pulumi.Input<boolean>;
  /**
   * What /etc/docker/daemon.json must hold; a further key there is a warning. What `docker info` repeats of it (log
   * driver, live restore, data root, mirrors, storage driver, security options) is compared with that, too.
   * @default - the file is not looked at
   */
  daemonConfig?: pulumi.Input<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any -- Pulumi's schema has no other word for free-form JSON
  /** @default - any */
  logDriver?: pulumi.Input<string>;
  /** Containers go on while dockerd restarts. @default - either */
  liveRestore?: pulumi.Input<boolean>;
  /** @default - any */
  dataRoot?: pulumi.Input<string>;
  /** Each must be in use; others may be. @default - any */
  registryMirrors?: pulumi.Input<pulumi.Input<string>[]>;
  /** @default - any but vfs and devicemapper */
  storageDriver?: pulumi.Input<string>;
  /** By name, such as `selinux`; others may be on. @default - any */
  securityOptions?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The check that ends every `up`. A change runs it again and leaves the machine alone. */
export interface HealthArgs extends HealthLimitsArgs {
  /** A warning fails the check: a degraded cloud-init, say, or an undeclared member of group docker. @default false */
  strict?: pulumi.Input<boolean>;
  /** An image to pull and to run. @default - nothing is pulled */
  smokeImage?: pulumi.Input<string>;
  /** Each check also restarts the machine and checks it again. @default false */
  rebootCheck?: boolean;
  /** The check runs again whenever one of these changes. @default - nothing but a changed host runs it again */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}
