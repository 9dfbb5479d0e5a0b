// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-args";
import type { HealthArgs } from "../components/health/health-args";
import type { Host } from "./hosts";
import { outputsOf } from "./outputs";
import { readSettings, type Settings } from "./settings";
import type { Arguments } from "../components/platforms";

/**
 * The hosts of the stack, by its settings. With one host the stack's outputs are the host's; with a list, `hosts` is a map
 * of them by name.
 */
function main() {
  const settings = readSettings();
  const made = settings.hosts.map((host) => [host.name, outputsOf(create(host, settings))] as const);
  const [first] = made;
  return settings.isList ? { hosts: Object.fromEntries(made) } : first?.[1];
}

function create({ name, args, isSecret }: Host, { target, protect, recheck }: Settings): DockerHostOutputs {
  const health = rechecked(args.health as HealthArgs | undefined, recheck);
  return target.create(name, { ...(isSecret ? kept(args) : args), health }, { protect });
}

/** The health check also runs again when `recheck` is set to another text. */
function rechecked(health: HealthArgs | undefined, recheck: pulumi.Input<string>): HealthArgs {
  const triggers = pulumi.all([health?.triggers ?? [], recheck]).apply(([own, text]) => [...own, text]);
  return { ...health, triggers };
}

/** What may hold a secret, and what the components would show: all else in which one is of use they keep themselves. */
function kept(args: Arguments): Arguments {
  const shownOtherwise = ["tags", "labels"].filter((name) => args[name] !== undefined);
  return { ...args, ...Object.fromEntries(shownOtherwise.map((name) => [name, pulumi.secret(args[name])])) };
}

export = main;
