// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { check as checkArguments } from "../arguments/check";
import { launch } from "../launch";
import { checkOrder, type HostAccess, restartOrder } from "./access";
import { checkCommand, commandTimeout } from "./check-command";
import type { CheckOrder } from "./check-order";
import type { HostHealthArgs } from "./health-args";
import { leaveDialled } from "./dialled";
import { keepAccess } from "./keep-access";
import { givenOf, withRegistries } from "./of-host";
import { defaultLimits } from "./probes";
import { type HealthReport, parseReport } from "./report";
import type { Expectations } from "./script";
import { type HealthSummary, summarize } from "./summary";
import { hostHealthProblems, whenKnown } from "./rules";
import { knownProbes } from "./known-probes";

export type { HostHealthArgs } from "./health-args";

/**
 * Proves over SSH that Docker works on a host, ours or anybody's: one command, run on every change of its arguments. It
 * reads and leaves nothing behind, and ends within its limits whatever the host does. Where an essential probe fails, `up` fails with stage, cause, hint and
 * the last log lines; the machine stays, so that it can be looked at, and the next `up` checks again.
 *
 * ```ts
 * const health = new HostHealth("build", {
 *   connection: { host: "192.0.2.10", user: "rocky", privateKey, hostKey },
 *   dockerUsers: ["rocky"],
 * });
 * export const dockerVersion = health.dockerVersion;
 * ```
 */
export class HostHealth extends pulumi.ComponentResource {
  /** What each probe saw. Resolves only for a healthy host. */
  public readonly report: pulumi.Output<HealthReport>;
  /** The report in short: what to export from a stack. */
  public readonly summary: pulumi.Output<HealthSummary>;
  /** The server's version. */
  public readonly dockerVersion: pulumi.Output<string>;
  /** True: an unhealthy host fails the update instead. */
  public readonly healthy: pulumi.Output<boolean>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: HostHealthArgs, opts?: pulumi.ComponentResourceOptions) {
    const { args: known } = checkArguments(args, whenKnown, hostHealthProblems, "the health check's arguments");
    super("pulumi-docker-host:index:HostHealth", name, {}, opts);
    const limits = { ...defaultLimits, ...known.limits };
    const host = hostName(name);
    const own = knownProbes(known.probes ?? []);
    const { answersAt, settlement } = givenOf(args);
    const asked = withRegistries(known.expectations, settlement);
    const expectations: pulumi.Output<Expectations> = pulumi
      .all([asked, known.dockerUsers, known.dockerVersion, known.strict, known.smokeImage, own])
      .apply(([plain, dockerUsers, dockerVersion, strict, smokeImage, probes]) => ({
        ...plain,
        ...{ name: host, dockerUsers, dockerVersion, strict, smokeImage, limits },
        ...(probes.length > 0 && { probes }),
      }));
    const lifetime = {
      parent: this,
      ...(opts?.deletedWith && { deletedWith: opts.deletedWith }),
      // A component's children do not inherit what it depends on.
      ...(opts?.dependsOn && { dependsOn: opts.dependsOn }),
    };
    const { connection, unreachableHint, consoleLog, consoleCommand, hostKeyCommand } = known;
    const hints = { unreachableHint, consoleLog, consoleCommand, hostKeyCommand };
    const access = pulumi
      .output({ connection, expected: expectations, ...hints })
      .apply((plain): HostAccess => ({ host, ...plain }));
    const kept = keepAccess(name, access, lifetime);

    const leave = answersAt && ((folder: string) => leaveDialled(folder, answersAt));
    const run = (suffix: string, order: pulumi.Output<CheckOrder>, triggers: pulumi.Input<pulumi.Input<string>[]>) => {
      const stdin = pulumi.secret(order.apply((plain) => JSON.stringify(plain)));
      const timeout = `${commandTimeout(limits)}s`;
      const child = `${name}-${suffix}`;
      const hooks = launch(child, join(__dirname, "check-program"), leave);
      return new command.local.Command(
        child,
        { ...checkCommand(host), stdin, triggers: pulumi.output(triggers) },
        { ...lifetime, customTimeouts: { create: timeout, update: timeout }, ...(hooks && { hooks }) },
      );
    };

    const stack = pulumi.getStack();
    const settled = pulumi.all([kept, settlement]);
    const first = settled.apply(([plain, made]) => checkOrder(plain, stack, { settlement: made }));
    const check = run("check", first, known.triggers ?? []);
    let [last, lastName] = [check, `${name}-check`];
    if (known.rebootCheck) {
      const restarting = pulumi.all([kept, check.stdout]);
      const order = restarting.apply(([plain]) => restartOrder(plain, stack));
      const restart = run("restart", order, [check.stdout]);
      const again = pulumi.all([kept, restart.stdout]);
      const oldBoot = again.apply(([{ expected, ...plain }, boot]) =>
        checkOrder({ ...plain, expected: { ...expected, oldBoot: boot } }, stack),
      );
      [last, lastName] = [run("recheck", oldBoot, [restart.stdout]), `${name}-recheck`];
    }

    this.report = last.stdout.apply((text) => proved(host, last, lastName, text));
    this.summary = this.report.apply(summarize);
    this.dockerVersion = this.report.apply((report) => report.dockerVersion);
    this.healthy = this.report.apply((report) => report.healthy);
    const { summary, dockerVersion, healthy } = this;
    this.registerOutputs({ report: this.report, summary, dockerVersion, healthy });
  }
}

/** A host's own check is called `<host>-health`; failures name the host. */
function hostName(name: string): string {
  return name.replace(/-health$/, "");
}

/** The report of a command that ended with status 0. Output that was cut off proves nothing. @throws ResourceError */
function proved(host: string, check: command.local.Command, name: string, output: string | undefined): HealthReport {
  const report = parseReport(output ?? "");
  // Programs that are tested with Pulumi's mocks have no output.
  if (output === undefined || report.healthy) return report;
  throw new pulumi.ResourceError(
    `the health check of ${host} ended without its verdict, so its output was cut off; run it again with ` +
      `"pulumi up --replace" and the URN of ${name}`,
    check,
    true,
  );
}
