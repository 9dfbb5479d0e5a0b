// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

import type { BakedImage } from "../../components/bake/baked-image";
import { maxAgeDays } from "../../components/bake/image-args-of";
import { startBaker } from "../../components/bake/start-baker";
import type { LocalImage } from "../../components/local/image-args";
import type { Arguments } from "../../components/platforms";
import { exitStatus } from "../cli/exit-status";
import { bakeWords } from "../progress/bake-words";
import type { Pulumi } from "../setup/pulumi";
import { Interrupted, type Report } from "../shared/subprocess";

/** The image could not be made. Its machine is gone. */
export class BakeFailed extends Error {}

/** Finds the image or makes it. Ctrl-C has its maker clean up, and a second one leaves that to it. */
export async function bakeForStart(pulumi: Pulumi, args: Arguments, report: Report): Promise<BakedImage<LocalImage>> {
  process.env.PATH = [...pulumi.path, process.env.PATH ?? ""].join(delimiter);
  // Its state lies on this computer, wherever other stacks of this person are.
  process.env.PULUMI_BACKEND_URL = "";
  const ending = new AbortController();
  let interrupted: number | undefined;
  const end = () => {
    const now = Date.now();
    // One Ctrl-C or `kill` may arrive by more than one way.
    if (interrupted !== undefined && now - interrupted < 1500) return;
    if (interrupted !== undefined) process.exit(exitStatus.interrupted);
    interrupted = now;
    report("removing what was begun");
    ending.abort();
  };
  process.on("SIGINT", end).on("SIGTERM", end);
  const say = (line: string) => {
    const words = bakeWords(line);
    if (words !== undefined) report(words);
  };
  try {
    return (await startBaker({ target: "local", args, maxAgeDays }, say, ending.signal)) as BakedImage<LocalImage>;
  } catch (error) {
    if (ending.signal.aborted)
      throw new Interrupted("the making of the image was interrupted, and nothing is left of it");
    throw new BakeFailed(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
  }
}
