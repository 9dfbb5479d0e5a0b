// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import type { DockerHostOutputs } from "../components/docker-host-outputs";
import type { HealthArgs } from "../components/health/health-args";
import type { ImageTarget } from "../components/bake/bakeries";
import type { Host } from "./hosts";
import { outputsOf } from "./outputs";
import { readSettings, type Settings } from "./settings";
import { swarmOf } from "./swarm";
import type { Arguments } from "../components/platforms";

/**
 * The hosts of the stack, by its settings. With one host the stack's outputs are the host's; with a list, `hosts` is a map
 * of them by name. Or a swarm of hosts, or an image for hosts of other stacks.
 */
function main() {
  const settings = readSettings();
  if (settings.images) return imageOf(settings.images, settings);
  if (settings.swarm) return swarmOf(settings.swarm, settings, (member) => create(member, settings));
  const made = settings.hosts.map((host) => [host.name, outputsOf(create(host, settings))] as const);
  const [first] = made;
  return settings.isList ? { hosts: Object.fromEntries(made) } : first?.[1];
}

function create({ name, args, isSecret }: Host, { target, protect, recheck }: Settings): DockerHostOutputs {
  const health = rechecked(args.health as HealthArgs | undefined, recheck);
  return target.create(name, { ...(isSecret ? withSecretTags(args) : args), health }, { protect });
}

function imageOf(images: ImageTarget, { hosts: [given], protect }: Settings) {
  const { name = "docker-host", args = {} } = given ?? {};
  const { image, imageName, baseImage, digest, bakedAt, dockerVersion, packages } = images.create(name, args, {
    protect,
  });
  return { image, imageName, baseImage, digest, bakedAt, dockerVersion, packages };
}

/** The health check also runs again when `recheck` is set to another string. */
function rechecked(health: HealthArgs | undefined, recheck: pulumi.Input<string>): HealthArgs {
  const triggers = pulumi.all([health?.triggers ?? [], recheck]).apply(([own, text]) => [...own, text]);
  return { ...health, triggers };
}

/** Marks as secret what the components would show; they hide all other arguments that may hold a secret. */
function withSecretTags(args: Arguments): Arguments {
  const shown = ["tags", "labels"].filter((name) => args[name] !== undefined);
  return { ...args, ...Object.fromEntries(shown.map((name) => [name, pulumi.secret(args[name])])) };
}

export = main;
