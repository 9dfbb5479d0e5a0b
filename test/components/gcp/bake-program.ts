// SPDX-License-Identifier: Apache-2.0
// A program of its own, see bake.test.ts: makes images on the stand-in for Google Cloud, and prints what came of it as JSON.
import { mkdirSync, readdirSync } from "node:fs";

import { LocalWorkspace } from "@pulumi/pulumi/automation";

import type { BakedImage } from "../../../components/bake/baked-image";
import { bake } from "../../../components/bake/bake";
import type { BakeOrder } from "../../../components/bake/order";
import { gcpBakery } from "../../../components/gcp/bakery";
import { BakingGuest } from "./baking-guest";

const cloud = process.env.PULUMI_LAB_CLOUD ?? "";
const args = { zone: "europe-west1-b", sshSourceRanges: ["127.0.0.1/32"] };
const order: BakeOrder = { target: "gcp", args, config: { "gcp:project": "my-project" } };

const make = async () => {
  const lines: string[] = [];
  const image = await bake(order, (line) => lines.push(line), new AbortController().signal);
  return { image: image as BakedImage, lines, left: readdirSync(cloud).sort() };
};

/** Takes the image into a stack and destroys that. */
async function remove({ image }: BakedImage): Promise<string[]> {
  const resources = await gcpBakery.removal(image, args);
  const [url, workDir] = [`file://${cloud}-state`, `${cloud}-project`];
  for (const folder of [`${cloud}-state`, workDir]) mkdirSync(folder);
  const projectSettings = { name: "prune", runtime: "nodejs", backend: { url } };
  const envVars = { PULUMI_CONFIG_PASSPHRASE: "", PULUMI_BACKEND_URL: url };
  const program = () => Promise.resolve();
  const stack = await LocalWorkspace.createStack(
    { stackName: "prune", projectName: "prune", program },
    { projectSettings, workDir, envVars },
  );
  await stack.setAllConfig({ "gcp:project": { value: "my-project" } });
  await stack.import({ resources, protect: false, generateCode: false });
  await stack.destroy();
  return readdirSync(cloud);
}

async function main(): Promise<void> {
  await new BakingGuest(cloud).listen(Number(process.env.PULUMI_LAB_SSH_PORT));
  const [first, second] = [await make(), await make()];
  process.stdout.write(JSON.stringify({ first, second, removed: await remove(first.image) }));
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
