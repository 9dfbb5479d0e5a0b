// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";

import { WrongUse } from "../cli/exit-status";
import { type OwnImage, ownImage } from "../setup/own-image";
import { readOptions } from "../shared/read-options";

export interface StartOptions {
  /** In place of Rocky's image. */
  own?: OwnImage;
  /** As it goes into the settings; nothing where it was not given. */
  sshPort: { sshPort?: number };
  /** The host is made from an image with Docker in it, which is made first where there is none. */
  bake: boolean;
  /** Nothing is asked. */
  yes: boolean;
}

/** What stands behind `npm start --`; undefined where that was `--help`. @throws WrongUse */
export function startOptions(args: string[]): StartOptions | undefined {
  const script = new Command("npm start --")
    .description("Makes a virtual machine on this computer, and proves that Docker works there.")
    .option("--port <number>", "port on 127.0.0.1 for the machine's SSH (2222)")
    .option("--image <address>", "an image of yours in place of Rocky's, until `npm stop`")
    .option("--sha256 <digest>", "the digest of that image")
    .option("--no-bake", "install Docker on the machine itself; one that fails stays for a look")
    .option("-y, --yes", "install missing system packages without a question")
    .helpOption("-h, --help", "show this")
    .addHelpText(
      "after",
      `
Examples:
  npm start
  npm start -- --port 2200
  npm start -- --image https://example.com/rocky9.qcow2 --sha256 92c2...

Exit status: 0 done, 1 failed, 2 wrong use, 130 interrupted.
More settings: stacks/Pulumi.start.yaml, which the first start makes.`,
    );
  if (!readOptions(script, args)) return undefined;
  const typed = script.opts<{ port?: string; image?: string; sha256?: string; bake: boolean; yes?: boolean }>();
  const sshPort = typed.port === undefined ? undefined : Number(typed.port);
  if (sshPort !== undefined && !(Number.isInteger(sshPort) && sshPort > 0 && sshPort < 65536))
    throw new WrongUse(`--port ${typed.port || '""'} is not a port; use a number from 1 to 65535`);
  const own = ownImage(typed);
  const { bake, yes = false } = typed;
  return { ...(own && { own }), sshPort: sshPort === undefined ? {} : { sshPort }, bake, yes };
}
