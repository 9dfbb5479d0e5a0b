// SPDX-License-Identifier: Apache-2.0
// An image that `npm start` is told to take in place of Rocky's own: from a mirror, of another release, of one's team.
import { basename, join } from "node:path";

import { Unreachable } from "../../components/local/download";
import { fetchImage } from "../../components/local/fetch-image";
import { WrongUse } from "../cli/exit-status";
import { masked } from "../cli/masked";
import { cache } from "../shared/places";
import type { Report } from "../shared/subprocess";
import type { GuestImage } from "./guest-image";

export interface OwnImage {
  address: string;
  sha256: string;
}

/** Not among the images that `npm start` chooses by itself. */
const folder = join(cache, "own-images");

/** What `--image` and `--sha256` say. */
export function ownImage({ image, sha256 }: { image?: string; sha256?: string }): OwnImage | undefined {
  if (image === undefined && sha256 === undefined) return undefined;
  if (image === undefined) throw new WrongUse("--sha256 is the digest of an image; give its address too, with --image");
  const url = URL.parse(image);
  if (!/^https?:$/.test(url?.protocol ?? ""))
    throw new WrongUse(
      `--image ${masked(image)} is not an address; give one that begins with https://, and see docs/local.md for a file on this computer`,
    );
  if (url?.username || url?.password)
    throw new WrongUse(`--image ${masked(image)} has a user or a password, which is not sent; give an address without`);
  if (!/^[0-9a-f]{64}$/i.test(sha256 ?? ""))
    throw new WrongUse(
      `--sha256 ${sha256 ?? "is missing"}: give the 64 hexadecimal digits that stand in the CHECKSUM file beside the image`,
    );
  return { address: image, sha256: (sha256 ?? "").toLowerCase() };
}

/** Downloads it where it is not there yet. Where that fails nothing else takes its place. */
export async function ensureOwnImage({ address, sha256 }: OwnImage, report: Report): Promise<GuestImage> {
  const name = basename(new URL(address).pathname) || "image";
  const disk = join(folder, `${sha256.slice(0, 12)}-${name}`);
  try {
    await fetchImage(disk, sha256, [address], report);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const advice = "open it in a browser, and give the address at which the image is now with --image";
    throw new Error(`${error.message}; ${advice}`, { cause: error });
  }
  return { image: { name, disk } };
}
