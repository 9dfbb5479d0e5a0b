// SPDX-License-Identifier: Apache-2.0
// How an image is made on this computer; see ../bake/bakeries.ts.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type * as pulumi from "@pulumi/pulumi";

import { scriptToRun } from "../../cloud-init/guest-script";
import type { ImageTarget, LocalBakery } from "../bake/bakeries";
import { imageGuest } from "../bake/image-guest";
import { localImageDefaults, login } from "./defaults";
import { LocalDockerHost } from "./docker-host";
import { LocalDockerImage } from "./docker-image";
import type { LocalDockerImageArgs, LocalImage } from "./image-args";
import { keepDisk, keptImage, keptImages, removeImage } from "./image-folder";
import { imageRows, localImageProblems } from "./image-rules";

type Args = pulumi.Unwrap<LocalDockerImageArgs>;

export const localImages: ImageTarget<Args, LocalImage> = {
  rows: imageRows,
  problems: localImageProblems,
  base: ({ image }) => ({ base: image ?? "rocky", architecture: process.arch }),
  guest: (args) => imageGuest(login, args),
  create: (name, args, opts) => new LocalDockerImage(name, args, opts),
  bakery: (): LocalBakery<Args, LocalImage> => ({
    kept: keptImage,
    createHost: (name, { rotateImage: _rotate, retain: _retain, ...args }, of) =>
      new LocalDockerHost(name, { diskGiB: localImageDefaults.diskGiB, ...args, ...of }),
    async takeDisk(machine, { image }, facts, signal) {
      const env = { ...process.env, DIRECTORY: machine };
      await promisify(execFile)("bash", [scriptToRun(join(__dirname, "machine.sh")), "ended"], { env, signal });
      return keepDisk(join(machine, "disk.qcow2"), image, facts, signal);
    },
    list: keptImages,
    remove: ({ name }) => removeImage(name),
  }),
};
