// SPDX-License-Identifier: Apache-2.0
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export async function qemuImg(...args: string[]): Promise<void> {
  // Said outright, because a test's environment is not that of its process.
  await run("qemu-img", args, { env: process.env });
}
