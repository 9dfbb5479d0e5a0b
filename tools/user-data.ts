// SPDX-License-Identifier: Apache-2.0
// `npm run user-data -- spec.yaml`: what a spec would tell the machine, without creating one. The user data goes to
// stdout, what there is to say about it to stderr.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

import { preview, type PlatformSize } from "../cloud-init";
import { asCommand } from "./command";

function main([path]: string[]): number {
  if (path === undefined) {
    console.error("usage: npm run user-data -- <spec.yaml or spec.json>; examples lie in cloud-init/examples");
    return 2;
  }
  const { problems, text, sizes, parts } = preview(parse(readFileSync(path, "utf8")));
  for (const { severity, path: place, message } of problems) console.error(`${severity}: ${place}: ${message}`);
  if (text === undefined) return 1;
  console.log(text);
  for (const size of sizes) console.error(line(size));
  const biggest = parts.slice(0, 3).map(({ name, bytes }) => `${name} ${bytes}`);
  console.error(`biggest parts, in bytes: ${biggest.join(", ")}`);
  return sizes.every(({ encoding }) => encoding !== undefined) ? 0 : 1;
}

function line({ platform, limit, encoding, bytes }: PlatformSize): string {
  const room = Number.isFinite(limit) ? `of ${limit}` : "without limit";
  return `${platform}: ${bytes} bytes ${room}, ${encoding ?? "too large, even compressed"}`;
}

asCommand(() => {
  process.exitCode = main(process.argv.slice(2));
});
