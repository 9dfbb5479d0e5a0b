// SPDX-License-Identifier: Apache-2.0
// What the image components of all platforms share: one command that finds the image or makes it.
import { join } from "node:path";

import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { report, warn } from "../arguments/report";
import { hidden } from "../arguments/without-values";
import { holdsSecret } from "../config-secret";
import { launch } from "../launch";
import type { BakedImage } from "./baked-image";
import { imageTargets, type Target } from "./bakeries";
import type { DockerImageArgs, DockerImageOutputs } from "./image-args";
import { imageLoader, making, removing } from "./image-loader";
import { type BakeOrder, digestOf } from "./order";

/** After so much time the provider would end the command. Its machine ends by itself before. */
const longest = "3h";

/** The image of these arguments, which were checked as far as they are plain. */
export function bakedImage<Image>(
  parent: pulumi.ComponentResource,
  name: string,
  target: Target,
  args: DockerImageArgs,
): DockerImageOutputs & { image: pulumi.Output<Image> } {
  const plain = pulumi.all([pulumi.output(args), pulumi.isSecret(pulumi.output(args))]).apply(([known, isSecret]) => {
    const problems = hidden(imageTargets[target]().problems(known), known, isSecret);
    report(problems, whose);
    warn(problems, parent);
    return known;
  });
  const order = plain.apply((known): BakeOrder => ({ target, args: known, ...providerConfig(target) }));
  const stdin = pulumi.secret(order.apply((given) => JSON.stringify(given)));
  const retain = pulumi.output(args.retain).apply((given = true) => given);
  const child = `${name}-image`;
  const hooks = launch(child, join(__dirname, "bake-program"));
  const baked = new command.local.Command(
    child,
    {
      interpreter: ["node", "-e", imageLoader],
      // Never run, only told: the engine quotes it where the command fails.
      create: retain.apply((isRetained) => making(name, isRetained)),
      delete: retain.apply((isRetained) => (isRetained ? "" : removing(name))),
      stdin,
      addPreviousOutputInEnv: false,
      // launch() shows the progress: what the provider shows would be repeated in each error.
      logging: "none",
    },
    {
      parent,
      // Only what ends in the image makes another one. On a replacement that this brings about, nothing is ignored.
      replacementTrigger: pulumi.unsecret(order.apply(triggerOf)),
      ignoreChanges: ["stdin"],
      customTimeouts: { create: longest, update: longest },
      ...(hooks && { hooks }),
    },
  );
  return outputsOf(baked.stdout.apply((text?: string) => JSON.parse(text ?? "{}") as BakedImage<Image>));
}

/** On AWS an image is of use in its own region alone, which only the provider's configuration may say. */
function triggerOf(order: BakeOrder): string {
  const digest = digestOf(order);
  const region = order.target === "aws" && order.args.region === undefined ? order.config?.["aws:region"] : undefined;
  return region === undefined ? digest : `${digest} in ${region}`;
}

/** As errors name it. */
export const whose = "the docker image's arguments";

function outputsOf<Image>(
  baked: pulumi.Output<BakedImage<Image>>,
): DockerImageOutputs & { image: pulumi.Output<Image> } {
  return {
    image: baked.apply((made): Image => made.image),
    imageName: baked.apply(({ name }) => name),
    baseImage: baked.apply(({ base }) => base),
    digest: baked.apply(({ digest }) => digest),
    bakedAt: baked.apply((image) => image.baked),
    dockerVersion: baked.apply(({ dockerVersion }) => dockerVersion),
    packages: baked.apply(({ packages }) => packages),
  };
}

/** Of the provider, in this stack: the image is made with the same. */
function providerConfig(target: Target): Pick<BakeOrder, "config" | "secretConfig"> {
  const all = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(`${target}:`));
  const secretConfig = all.map(([key]) => key).filter(holdsSecret);
  return { config: Object.fromEntries(all), ...(secretConfig.length > 0 && { secretConfig }) };
}
