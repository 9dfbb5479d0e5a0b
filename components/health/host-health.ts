// SPDX-License-Identifier: Apache-2.0
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { defaultLimits } from "./probes";
import { type HealthReport, parseReport } from "./report";
import { script } from "./script";

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
  /** For all probes together. @default 900 */
  total?: number;
}

export interface HostHealthArgs {
  /** How to reach the host; its user is root or may use sudo without a password. */
  connection: pulumi.Input<command.types.input.remote.ConnectionArgs>;
  /** Users that must be able to use Docker in a new login. */
  dockerUsers: pulumi.Input<pulumi.Input<string>[]>;
  /** The exact engine version that must run. @default - any version passes */
  dockerVersion?: pulumi.Input<string | undefined>;
  /** @default - see each limit */
  limits?: HealthLimitsArgs;
  /** The probes run again whenever one of these changes. @default - only when the connection or the probes change */
  triggers?: pulumi.Input<pulumi.Input<string>[]>;
}

/**
 * Proves over SSH that Docker works on a host, ours or anybody's: one remote command, run on every change of its
 * arguments. It reads and leaves nothing behind. Where an essential probe fails, `up` fails with stage, cause, hint and
 * the last log lines; the machine stays, so that it can be looked at, and the next `up` checks again.
 */
export class HostHealth extends pulumi.ComponentResource {
  /** What each probe saw. Resolves only for a healthy host. */
  public readonly report: pulumi.Output<HealthReport>;
  /** The server's version. */
  public readonly dockerVersion: pulumi.Output<string>;

  constructor(name: string, args: HostHealthArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pulumi-docker-host:index:HostHealth", name, {}, opts);
    const limits = { ...defaultLimits, ...args.limits };

    const text = pulumi
      .all([args.dockerUsers, args.dockerVersion])
      .apply(([dockerUsers, dockerVersion]) => script({ name: hostName(name), dockerUsers, dockerVersion, limits }));

    const check = new command.remote.Command(
      `${name}-check`,
      {
        // Dials are bounded by time (customTimeouts), not by the provider's ten errors, which are over in 11 seconds.
        connection: pulumi.output(args.connection).apply((connection) => ({ dialErrorLimit: -1, ...connection })),
        // The provider cannot stop a command that hangs: the guest does it, a minute after the script should have.
        create: `$([ "$(id -u)" = 0 ] || echo sudo -n) timeout -k 10 ${limits.total + 60} bash -s`,
        stdin: text,
        triggers: pulumi.output(args.triggers ?? []),
        addPreviousOutputInEnv: false,
        // The script's stderr says which probe runs; its stdout is the report.
        logging: "stderr",
      },
      {
        parent: this,
        customTimeouts: { create: `${limits.ssh}s`, update: `${limits.ssh}s` },
        ...(opts?.deletedWith && { deletedWith: opts.deletedWith }),
      },
    );

    this.report = check.stdout.apply((output) => {
      const report = parseReport(output);
      if (report.healthy) return report;
      // A probe that fails makes the command fail, so this output was cut off on its way.
      throw new pulumi.ResourceError(
        `the health check of ${hostName(name)} ended without its verdict, so its output was cut off; run it again with ` +
          `"pulumi up --replace" and the URN of ${name}-check`,
        this,
        true,
      );
    });
    this.dockerVersion = this.report.apply((report) => report.dockerVersion);
    this.registerOutputs({ report: this.report, dockerVersion: this.dockerVersion });
  }
}

/** A host's own check is called `<host>-health`; failures name the host. */
function hostName(name: string): string {
  return name.replace(/-health$/, "");
}
