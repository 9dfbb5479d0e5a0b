// SPDX-License-Identifier: Apache-2.0
// `npx tsx test/upgrade/make.ts` makes the fixture of this folder anew, from the sources as they are, on a computer
// with an x64 processor.
//
// The state is what the real engine keeps of the real components with their real keys, user data, hashes and probes. It does
// not show that this is what the clouds' own plugins would keep: they, and the command provider, are the laboratory's
// stand-ins. Nor was any machine reached: nothing boots, QEMU is a process that waits, and each check got its report from
// the probes on a scratch host (healthy.ts) in place of SSH.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../../tools/shared/places";
import { ensurePulumiCli } from "../../tools/setup/pulumi-cli";
import { neutral, writeFixture } from "./fixture";
import { UpgradeStack } from "./stack";

/** Folders of the hosts in whose place the checks ran. */
const scratch = join(tmpdir(), "host-");

async function make(): Promise<void> {
  const { path: cli } = await ensurePulumiCli(console.log);
  const stack = new UpgradeStack(cli, [join(__dirname, "shims")]);
  const file = join(stack.directory, "state.json");
  const state = async (...options: string[]) => {
    await stack.mustRun("stack", "export", "--file", file, ...options);
    return readFileSync(file, "utf8");
  };
  try {
    await stack.mustRun("stack", "init", "dev");
    console.log(await stack.mustRun("up", "--yes", "--skip-preview"));
    const readable = neutral(await state("--show-secrets"));
    const found = [stack.directory, root, scratch].filter((path) => readable.includes(path));
    if (found.length > 0) throw new Error(`the state holds paths of this computer: ${found.join(", ")}`);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    writeFixture(version, await state());
  } finally {
    await stack.run("destroy", "--yes", "--skip-preview");
    stack.remove();
  }
}

void make();
