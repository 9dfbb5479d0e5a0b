// SPDX-License-Identifier: Apache-2.0
// The image that `npm start` makes on its first run, and its host from that: the next first run has no Docker to install.
import { existsSync } from "node:fs";

import { imageArgsOf, isBakedByDefault } from "../../components/bake/image-args-of";
import type * as imageRules from "../../components/local/image-rules";
import type { Arguments } from "../../components/platforms";
import type { GuestImage } from "../setup/guest-image";
import { baseArgs } from "../setup/image-base";
import type { Pulumi } from "../setup/pulumi";
import type { Report } from "../shared/subprocess";
import { bakeForStart } from "./bake-for-start";
import { localSettings, type MadeImage, readMade, writeMade } from "./stack";

/** What the host is made from: undefined where that is the guest image itself. */
export async function hostImage(
  pulumi: Pulumi,
  guest: GuestImage,
  accelerator: string,
  isNew: boolean,
  report: Report,
): Promise<MadeImage | undefined> {
  const { image: _image, ...own } = localSettings() as Arguments;
  const host = { ...own, ...baseArgs(guest, accelerator) };
  const { image: _base, ...others } = host;
  if (!isBakedByDefault("local", others)) return undefined;
  const made = readMade();
  const settings = JSON.stringify(host);
  // A machine that is there keeps what it was made from, as long as nothing asks for another image.
  if (!isNew && !made) return undefined;
  const isThere = !isNew && made && existsSync(made.image.disk);
  if (isThere && made.settings === settings) return made;
  const args = ofImage(host);
  if (args === undefined) return undefined;
  if (isThere && JSON.stringify(made.args) === JSON.stringify(args)) return writeMade({ ...made, settings });
  const baked = await bakeForStart(pulumi, args, report);
  const image = { ...baked.image, name: `${baked.base}, with Docker since ${baked.baked.slice(0, 10)}` };
  return writeMade({ image, settings, args });
}

function ofImage(host: Arguments): Arguments | undefined {
  // It loads all of Pulumi, which a start that changes nothing does not need.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { imageRows } = require("../../components/local/image-rules") as typeof imageRules;
  return imageArgsOf(host, imageRows);
}
