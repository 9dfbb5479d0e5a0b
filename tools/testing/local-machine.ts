// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { segmentSettings } from "../../components/local/private-network";
import { processorSettings } from "../../components/local/processor";
import { root } from "../shared/places";
import type { TestMachines } from "./machines";

/** A machine of components/local, which is made without an engine. */
export interface LocalMachine extends TestMachines {
  /** Everything that it is lies in this folder. */
  directory: string;
  /** Of its SSH, on 127.0.0.1. */
  port: number;
  name: string;
  cpus: number;
  /** As Node names processors; any other than this computer's own is emulated. */
  arch?: string;
  /** Of its second interface, in a network that machines of these tests share: `10.70.0.11/24`. */
  privateAddress?: string;
}

/** Where its console is written to. */
export const consoleOf = ({ directory }: LocalMachine) => join(directory, "console.log");

const local = join(root, "components", "local");

/** Does what components/local/machine.sh does: `create` needs the user data. */
export async function actOn(
  machine: LocalMachine,
  action: "create" | "start" | "delete",
  userData = "",
): Promise<void> {
  const { image, repositoryDirectory } = machine.image;
  const env = {
    ...process.env,
    DIRECTORY: machine.directory,
    NAME: machine.name,
    ...processorSettings(machine.arch),
    IMAGE_DISK: image.disk,
    IMAGE_KERNEL: image.kernel ?? "",
    IMAGE_INITRD: image.initrd ?? "",
    IMAGE_KERNEL_ARGS: image.kernelArgs ?? "",
    SSH_PORT: String(machine.port),
    MEMORY_MIB: "2048",
    CPUS: String(machine.cpus),
    DISK_GIB: "12",
    ACCELERATOR: machine.accelerator,
    REPOSITORY_DIRECTORY: repositoryDirectory ?? "",
    SERVE_DIRECTORY: join(local, "serve-directory.mjs"),
    NODE: process.execPath,
    BOOTS: "1",
    ...(machine.privateAddress !== undefined && segmentSettings(machine.privateAddress, "tests")),
  };
  const running = promisify(execFile)("bash", [join(local, "machine.sh"), action], { env });
  running.child.stdin?.end(userData);
  await running;
}
