// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

import { Command, Option } from "commander";

import type { Target } from "../../components/bake/bakeries";
import { bakeImage } from "./bake-image";
import { WrongUse } from "./exit-status";
import { addHelp, type Help } from "./help";
import type { Surroundings } from "./hosts";
import { demandImageArgs, readImageSpec } from "./image-spec";
import { pruneImages } from "./prune-images";
import { specName } from "./spec-file";

export interface BakeCommandOptions {
  target: Target;
  spec?: string;
  config?: Record<string, string>;
  backend?: string;
  project?: string;
  prune?: boolean;
  keep?: number;
  dryRun?: boolean;
  json?: boolean;
}

const help: Help = {
  about: [
    `A machine is made, checked as every host, cleared of all that is its own, and removed again; its disk is the image. The next run with the same arguments makes nothing, and says so. With --prune, images are removed that are not among the newest, and never one in use.`,
    `It needs the Pulumi CLI on PATH and, for this computer, QEMU. Ctrl-C removes what was begun.`,
  ],
  examples: [
    "bake",
    "bake --spec image.yaml",
    "bake --target aws --config aws:region=eu-central-1",
    "bake --prune --keep 1 -n",
  ],
  done: "there is an image",
  failed: "there is none, or one cannot be removed",
};

/** `bake`. */
export function bakeCommand({ pulumi, image }: Surroundings): Command {
  return addHelp(
    new Command("bake")
      .summary("makes an image with Docker in it, for fast hosts")
      .description("Makes an image with Docker in it, from which hosts are made in a fraction of the time.")
      .addOption(
        new Option("-t, --target <name>", "where the hosts are to be")
          .choices(["local", "aws", "gcp"])
          .default("local"),
      )
      .option("-s, --spec <file>", "arguments of the image in YAML or JSON; - reads standard input")
      .option("--config <key=value>", "configuration of the cloud's provider, such as aws:region; again for more", pair)
      .option(
        "--backend <url>",
        "where the state lies meanwhile (default: PULUMI_BACKEND_URL, else a folder of this computer)",
      )
      .option("--project <name>", 'the Pulumi project for that (default: "ephemeral")')
      .option("--prune", "removes old images, and makes none")
      .option("--keep <number>", "with --prune: so many of the newest stay (default: 3)", count)
      .option("-n, --dry-run", "with --prune: only lists them")
      .option("--json", "the result as JSON on stdout")
      .action(async ({ prune, keep, dryRun, json = false, spec, target, ...place }: BakeCommandOptions) => {
        for (const [name, value] of Object.entries({ "--keep": keep, "--dry-run": dryRun }))
          if (value !== undefined && !prune) throw new WrongUse(`${name} belongs to --prune, which is missing`);
        const given = await readImageSpec(spec);
        // What is to be removed needs no arguments: they say where else to look.
        if (!prune || spec !== undefined)
          demandImageArgs(target, given, spec === undefined ? "the image" : specName(spec));
        const cli = await pulumi?.();
        if (cli) process.env.PATH = [...cli.path, process.env.PATH ?? ""].join(delimiter);
        if (prune) {
          await pruneImages({ ...place, target, args: given, keep: keep ?? 3, dryRun: dryRun ?? false }, json);
          return;
        }
        const isOurs = target === "local" && given.image === undefined;
        const args = isOurs ? withBase(given, (await image?.()) ?? {}) : given;
        await bakeImage({ ...place, target, args }, json);
      }),
    help,
  );
}

/** What the caller says wins. */
function withBase(given: Record<string, unknown>, base: Record<string, unknown>): Record<string, unknown> {
  const docker = { ...(base.docker as object | undefined), ...(given.docker as object | undefined) };
  return { ...base, ...given, ...(Object.keys(docker).length > 0 && { docker }) };
}

function pair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, key, value] = /^([\w-]+:[\w.-]+)=([^]*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new WrongUse(`--config ${text || '""'} is not key=value; write for example aws:region=eu-central-1`);
  return { ...before, [key]: value };
}

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new WrongUse(`--keep ${text || '""'} is not a whole number; use 0 for none`);
  return Number(text);
}
