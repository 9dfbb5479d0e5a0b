// SPDX-License-Identifier: Apache-2.0
import { delimiter } from "node:path";

import { startBaker } from "../../components/bake/start-baker";
import type { LocalImage } from "../../components/local/image-args";
import { ensurePulumi } from "../setup/pulumi";
import type { Report } from "../shared/subprocess";
import type { Setting } from "./machine";

/** The image of hosts with default arguments, which is made where it is not kept from an earlier run. */
export async function bakedImage(
  setting: Setting,
  report: Report,
  signal: AbortSignal,
): Promise<{ setting: Setting; name: string }> {
  const { path } = await ensurePulumi(report);
  process.env.PATH = [...path, process.env.PATH ?? ""].join(delimiter);
  const args = { ...setting.image, accelerator: setting.accelerator };
  const { name, image } = await startBaker({ target: "local", args }, report, signal);
  return { name, setting: { ...setting, image: { ...setting.image, image: image as LocalImage } } };
}
