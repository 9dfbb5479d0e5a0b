// SPDX-License-Identifier: Apache-2.0
import { homedir } from "node:os";
import { join, relative } from "node:path";

import { localDefaults } from "../../components/local/defaults";
import { cache, local, root } from "../shared/places";
import { type LocalSettings, type MadeImage, machines } from "./stack";

/** The folder of the machine that `npm start` makes. */
export const machine = join(machines, "docker-host");
/** Its console, from the clone. */
export const consoleLog = relative(root, join(machine, "console.log"));

/** What `npm start` is about to do, before it does anything. */
export function announcement({ sshPort, memoryMiB, diskGiB }: LocalSettings): string {
  const memory = Math.round((memoryMiB ?? localDefaults.memoryMiB) / 102.4) / 10;
  const [port, disk] = [sshPort ?? localDefaults.sshPort, diskGiB ?? localDefaults.diskGiB];
  return [
    `npm start makes a virtual machine with Rocky Linux 9 and Docker, and checks it`,
    `where: ${relative(root, local)}/, until \`npm stop\`; downloads: ${fromHome(cache)}`,
    `time:  4 to 20 minutes the first time; 1 to 3 after \`npm stop\`; else seconds`,
    `needs: 7 GiB of disk, later up to ${disk + 2}; ${memory} GiB of memory; port ${port} of 127.0.0.1`,
  ].join("\n");
}

/** What is said before a machine is made anew from an image without Docker; undefined where none is. */
export function replacement(isNew: boolean, bakes: boolean, made: MadeImage | undefined): string | undefined {
  if (isNew || bakes || made === undefined) return undefined;
  return [
    `the machine is made anew, and containers and volumes on it are gone: it is of`,
    `an image with Docker in it, and this start uses none`,
  ].join("\n");
}

const fromHome = (path: string) => path.replace(homedir(), "~");
