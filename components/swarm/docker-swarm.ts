// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";

import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { check } from "../arguments/check";
import { isLate } from "../arguments/output";
import { launch } from "../launch";
import { isMocked } from "../mocks";
import { keepLastOrder } from "./last-order";
import { defaultLimits, type SwarmOrder } from "./order";
import { swarmOrder } from "./order-of";
import { quorumGuard } from "./quorum-guard";
import type { SwarmNode, SwarmReport } from "./report";
import type { SwarmResult } from "./result";
import { checkedLate, whose } from "./late-arguments";
import { dockerSwarmProblems } from "./rules";
import type { DockerSwarmArgs, SwarmNodeArgs } from "./swarm-args";
import { leaving, making, swarmLoader } from "./swarm-loader";

/**
 * Makes one swarm of Docker hosts, ours or anybody's, and proves it: every member is ready, a service on all of them is reached
 * through each. One command, run on every change of its arguments and of the machines. It changes what differs, and nothing else: new members
 * join, old ones are drained and leave, labels and availability follow the arguments. A change after which too few managers would
 * answer is refused before anything is touched. Where the proof fails, `up` fails with stage, cause and hint; the members stay as they
 * are, and the next `up` goes on.
 *
 * ```ts
 * const swarm = new DockerSwarm("web", {
 *   managers: [swarmNode(first)],
 *   workers: [swarmNode(second, { labels: { disk: "ssd" } })],
 * });
 * export const dockerHost = swarm.dockerHost;
 * ```
 *
 * Not included: firewall rules between the members, for 2377/tcp, 7946/tcp, 7946/udp and 4789/udp.
 */
export class DockerSwarm extends pulumi.ComponentResource {
  /** Of the first manager, for `DOCKER_HOST`: `ssh://user@address:port`. Resolves only for a proved swarm, as all outputs do. */
  public readonly dockerHost: pulumi.Output<string>;
  /** The members, as the swarm sees them. */
  public readonly nodes: pulumi.Output<SwarmNode[]>;
  /** What the proof saw. */
  public readonly health: pulumi.Output<SwarmReport>;
  /** By which the swarm knows itself. */
  public readonly clusterId: pulumi.Output<string>;
  /** Unlocks managers that were restarted; empty without `autolock`. Secret. */
  public readonly unlockKey: pulumi.Output<string>;

  /** @throws InputPropertiesError with everything that is wrong with arguments that are plain values. */
  constructor(name: string, args: DockerSwarmArgs, opts?: pulumi.ComponentResourceOptions) {
    // Late values are checked together, so that a member that is known stays so.
    const { args: known } = check(args, {}, dockerSwarmProblems, whose);
    super("pulumi-docker-host:index:DockerSwarm", name, {}, opts);
    const plain = pulumi.all([known, checkedLate(known)]).apply(([given]) => given);
    const child = `${name}-swarm`;
    const order = pulumi.all([plain, this.urn]).apply(([given, urn]): SwarmOrder => {
      return swarmOrder(name, given, { stack: pulumi.getStack(), urn: childUrn(urn, child) });
    });
    const made = this.command(name, child, order, known, opts);

    const result = pulumi.secret(made.stdout.apply(parsed));
    this.health = pulumi.unsecret(result.apply(({ health }) => health));
    this.unlockKey = result.apply(({ unlockKey }) => unlockKey);
    this.nodes = this.health.apply(({ nodes }) => nodes);
    this.clusterId = this.health.apply(({ id }) => id);
    this.dockerHost = pulumi.all([dockerHostOf(known), this.health]).apply(([address]) => address);
    const { dockerHost, nodes, health, clusterId, unlockKey } = this;
    this.registerOutputs({ dockerHost, nodes, health, clusterId, unlockKey });
  }

  private command(
    name: string,
    child: string,
    order: pulumi.Output<SwarmOrder>,
    args: DockerSwarmArgs,
    opts: pulumi.ComponentResourceOptions | undefined,
  ): command.local.Command {
    const hooks = launch(child, join(__dirname, "swarm-program"), keepLastOrder);
    const guard = isMocked() ? [] : [quorumGuard(child, args.managers)];
    const timeout = `${(args.limits?.total ?? defaultLimits.total) + 120}s`;
    return new command.local.Command(
      child,
      {
        interpreter: ["node", "-e", swarmLoader],
        // Never run, only told: the engine quotes it where the command fails.
        create: making(name),
        delete: leaving(name),
        stdin: pulumi.secret(order.apply((plain) => JSON.stringify(plain))),
        addPreviousOutputInEnv: false,
        // launch() shows the progress: what the provider shows would be repeated in each error.
        logging: "none",
      },
      {
        parent: this,
        // On a replacement the members leave, which those of the new swarm must not.
        deleteBeforeReplace: true,
        additionalSecretOutputs: ["stdout"],
        customTimeouts: { create: timeout, update: timeout, delete: "5m" },
        ...(opts?.deletedWith && { deletedWith: opts.deletedWith }),
        // A component's children do not inherit what it depends on.
        ...(opts?.dependsOn && { dependsOn: opts.dependsOn }),
        ...(hooks && { hooks: { ...hooks, beforeUpdate: [...guard, ...(hooks.beforeUpdate ?? [])] } }),
      },
    );
  }
}

/** By which the engine calls a command below a component. */
function childUrn(parent: string, child: string): string {
  return `${parent.slice(0, parent.lastIndexOf("::"))}$command:local:Command::${child}`;
}

/** Of the first manager. It is secret only where that is, as its keys have no part in it. */
function dockerHostOf({ managers }: DockerSwarmArgs): pulumi.Output<string> {
  type Plain = pulumi.Unwrap<SwarmNodeArgs>;
  const ofConnection = ({ host = "", user = "root", port = 22 }: Partial<Plain["connection"]> = {}) =>
    `ssh://${user}@${host}:${port}`;
  const ofNode = (node: Plain | undefined) => node?.dockerHost ?? ofConnection(node?.connection);
  if (!Array.isArray(managers)) return pulumi.output(managers).apply(([first]) => ofNode(first));
  const [first] = managers as (pulumi.Input<SwarmNodeArgs> | undefined)[];
  if (first === undefined || isLate(first)) return pulumi.output(first).apply(ofNode);
  const { dockerHost, connection } = first as SwarmNodeArgs;
  return dockerHost === undefined ? pulumi.output(connection).apply(ofConnection) : pulumi.output(dockerHost);
}

/** Programs that are tested with Pulumi's mocks have no output. */
function parsed(output: string | undefined): SwarmResult {
  const nothing: SwarmReport = { version: 1, swarm: "", id: "", healthy: false, nodes: [], probes: [], seconds: 0 };
  return { health: nothing, unlockKey: "", ...(JSON.parse(output ?? "{}") as Partial<SwarmResult>) };
}
