// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";

import { cacheFolder } from "../cache-folder";
import { hook } from "../hook";
import { resolved } from "../resolved";
import { isMocked } from "../mocks";
import type { LocalImageArgs } from "./args";
import { fetchImage } from "./fetch-image";
import { rockyAddresses, rockyImages } from "./image";

/** What the state says of a machine's image. */
interface Kept {
  file: string;
  bytes: number;
  sha256: string;
}

export interface DefaultImage {
  image: pulumi.Output<pulumi.Unwrap<LocalImageArgs>>;
  /** Of the machine: they download the image before it is made, or started again. */
  hooks: pulumi.ResourceHook[];
}

/**
 * Rocky's own image for this computer's processor, which all machines share. A machine keeps the one that it was made
 * from: only what replaces it anyway, `others`, brings the newest that this version of the package knows.
 */
export function defaultImage(parent: pulumi.Resource, name: string, others: pulumi.Output<string>): DefaultImage {
  const newest = rockyImages[process.arch];
  if (!newest) throw new Error(`Rocky has no image for ${process.arch}; give one with image`);
  const input: Kept = { file: newest.file, bytes: newest.bytes, sha256: newest.sha256 };
  const stash = new pulumi.Stash(
    `${name}-image`,
    { input },
    { parent, ignoreChanges: ["input"], replacementTrigger: others },
  );
  // Pulumi's mocks, with which programs are tested, may give back no output.
  const kept = (stash.output as pulumi.Output<Kept | undefined>).apply((image = input) => image);
  return {
    image: kept.apply(({ file }) => ({ name: file.replace(/\.qcow2$/, ""), disk: diskOf(file) })),
    hooks: isMocked() ? [] : [fetching(name, kept, parent)],
  };
}

const diskOf = (file: string) => cacheFolder("images", file);

function fetching(name: string, kept: pulumi.Output<Kept>, host: pulumi.Resource): pulumi.ResourceHook {
  let said = "";
  const report = (line: string) => {
    // Each of the many pieces of a download is a sign of progress, and each line is a call of the engine.
    if (line !== said) void pulumi.log.info(line, host, undefined, true);
    said = line;
  };
  const before = async () => {
    const { file, bytes, sha256 } = await resolved(kept);
    try {
      await fetchImage(diskOf(file), sha256, rockyAddresses({ file }), report, bytes);
    } catch (error) {
      throw new Error(
        `Rocky's image cannot be downloaded: ${error instanceof Error ? error.message : String(error)}; run this again, ` +
          `which goes on where it ended, or put that file at ${diskOf(file)}, or give another image with image`,
        { cause: error },
      );
    }
  };
  return hook(`${name}-image`, before);
}
