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
   * be enabled. Elsewhere these probes are skipped, or warn. Set it for a machine of a template, which may just have been
   * made: on Google, SSH is there before anything else tells what the machine is to become. @default false
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

/** Something of your own that is to be true on the host: a row of the table of probes, in each report as ours are. */
export interface HealthProbeArgs {
  /**
   * Its stage: at most 40 lower-case letters, digits and `-`, and no name of ours.
   *
   * @example "agent"
   */
  name: string;
  /**
   * A line for bash, without terminal and input. Status 0 is pass, and any other one a failure; its last line of output is the
   * detail. What it starts with a secret as argument, others on the host can see. If it is a secret itself, nothing that it says
   * is shown.
   *
   * @example "systemctl is-active node_exporter"
   */
  command: pulumi.Input<string>;
  /** What to do where it fails; whoever sees the failure reads it. @example "systemctl start node_exporter" */
  hint: pulumi.Input<string>;
  /** Where it fails the host is not healthy; otherwise that is a warning. @default true */
  essential?: boolean;
  /** Seconds after which it has failed, and is ended with what it has started. `total` counts as well. @default 30 */
  limitSeconds?: number;
  /** Runs it in a new login of this user. @default - root, without any login's settings */
  user?: pulumi.Input<string>;
}

/** The check that ends every `up`. A change runs it again and leaves the machine alone. */
export interface HealthArgs extends HealthLimitsArgs {
  /**
   * Probes of your own, which run after ours, and again after the restart of `rebootCheck`.
   *
   * @default - none
   * @example [{ name: "agent", command: "systemctl is-active node_exporter", hint: "start node_exporter" }]
   */
  probes?: HealthProbeArgs[];
  /** A warning fails the check: a degraded cloud-init, say, or an undeclared member of group docker. @default false */
  strict?: pulumi.Input<boolean>;
  /** An image to pull and to run. @default - nothing is pulled */
  smokeImage?: pulumi.Input<string>;
  /** Each check also restarts the machine and checks it again. @default false */
  rebootCheck?: boolean;
  /** The check runs again whenever one of these changes. @default - nothing but a changed host runs it again */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}

export interface HostHealthArgs {
  /** How to reach the host; its user is root or may use sudo without a password. Pin the host's key with `hostKey`. */
  connection: pulumi.Input<HealthConnectionArgs>;
  /** Users that must be able to use Docker in a new login. Further members of the group are a warning. */
  dockerUsers: pulumi.Input<pulumi.Input<string>[]>;
  /** The exact engine version that must run. @default - any version passes */
  dockerVersion?: pulumi.Input<string | undefined>;
  /** @default - see each expectation */
  expectations?: pulumi.Input<HealthExpectationsArgs>;
  /** Probes of your own, which run after ours. @default - none */
  probes?: HealthProbeArgs[];
  /** @default - see each limit */
  limits?: HealthLimitsArgs;
  /** What to look at first where the host gives no answer, such as the firewall rule it needs. @default - nothing more */
  unreachableHint?: pulumi.Input<string | undefined>;
  /** A file of this computer with the machine's console, for the hint where the host gives no answer. @default - none */
  consoleLog?: pulumi.Input<string | undefined>;
  /**
   * A command that shows the machine's console, for whoever waits and for the hint where the host gives no answer.
   *
   * @default - none
   * @example "aws ec2 get-console-output --latest --output text --instance-id i-0123456789abcdef0"
   */
  consoleCommand?: pulumi.Input<string | undefined>;
  /** A command that has `connection.hostKey` read once more, for the hint where the host shows another. @default - none */
  hostKeyCommand?: pulumi.Input<string | undefined>;
  /** A warning fails the check: a degraded cloud-init, say, or an undeclared member of group docker. @default false */
  strict?: pulumi.Input<boolean | undefined>;
  /** An image to pull and to run, such as `registry.example.com/hello`. @default - nothing is pulled */
  smokeImage?: pulumi.Input<string | undefined>;
  /**
   * After the check, the host is restarted and checked again, and a container with `--restart=always` must be back. It
   * happens whenever the check runs: leave it off where containers must not be disturbed. @default false
   */
  rebootCheck?: boolean;
  /** The probes run again whenever one of these changes. @default - only when the connection or the probes change */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}
