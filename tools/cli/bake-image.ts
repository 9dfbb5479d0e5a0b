// SPDX-License-Identifier: Apache-2.0
import { stringify } from "yaml";

import type { BakedImage } from "../../components/bake/baked-image";
import type { BakeOrder } from "../../components/bake/order";
import { startBaker } from "../../components/bake/start-baker";
import { isFailureScreen } from "../../components/ephemeral/engine-output";
import { exitStatus } from "./exit-status";
import { Interruption } from "./interruption";
import { Progress } from "./progress";
import { answer, say } from "./screen";
import { duration } from "./verdict";

/** Finds the image or makes it, and says what it is. */
export async function bakeImage(order: BakeOrder, json: boolean): Promise<void> {
  const begin = new Date();
  const interruption = new Interruption("interrupted; what was begun is being removed");
  const progress = new Progress();
  try {
    progress.tell("looking for the image");
    const image = await startBaker(order, progress.tell, interruption.signal).finally(progress.stop);
    const isNew = new Date(image.baked) >= new Date(begin.toISOString().replace(/\.\d+/, ""));
    if (json) answer(JSON.stringify({ ...image, isNew }));
    else answer([verdict(image, isNew, progress.seconds), ...contents(image, order.target)].join("\n"));
  } catch (error) {
    const { message } = error as Error;
    const isLeft = message.includes("could not be destroyed");
    if (interruption.signal.aborted && !isLeft) {
      say("nothing is left of what was begun");
      process.exitCode = interruption.status;
    } else if (isFailureScreen(message)) {
      say(message);
      process.exitCode = exitStatus.failed;
    } else throw error;
  }
}

function verdict({ name, baked }: BakedImage<unknown>, isNew: boolean, seconds: number): string {
  if (isNew) return `✔ image ${name} is made, in ${duration(seconds)}`;
  return `✔ nothing was made: image ${name} is there since ${baked.replace("T", " ").replace(/:\d\dZ$/, " UTC")}`;
}

/** What is in it, and what a host's arguments have to say. */
function contents({ base, dockerVersion, packages, digest, image }: BakedImage<unknown>, target: string): string[] {
  return [
    `  base:     ${base}`,
    `  docker:   ${dockerVersion}`,
    `  packages: ${packages.join("\n            ")}`,
    `  digest:   ${digest}`,
    "of a host's arguments:",
    ...stringify({ [target === "aws" ? "amiId" : "image"]: image }, { lineWidth: 0 })
      .trim()
      .split("\n")
      .map((line) => `  ${line}`),
  ];
}
