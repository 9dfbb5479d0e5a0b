// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { cache, root } from "./places";
import type { Report } from "./progress";

export interface Plugins {
  /** Folders that PATH must hold for the CLI to find the plugins. */
  pathEntries: string[];
  /** Names of the plugins that are the laboratory's stand-ins. */
  standIns: string[];
}

const lab = join(root, "test", "lab");
const day = 24 * 60 * 60 * 1000;

/** The plugins that the programs need: the official ones where they are or can be had, else the laboratory's. */
export async function ensurePlugins(cli: string, report: Report): Promise<Plugins> {
  const version = commandVersion();
  const official = {
    "language-nodejs": existsSync(join(dirname(cli), "pulumi-language-nodejs")),
    command: await installed("command", version, cli, report),
  };
  const missing = Object.entries(official).filter(([, found]) => !found).map(([name]) => name);
  const folders: Record<string, string> = { "language-nodejs": join(lab, "language-host"), command: join(lab, "command-provider") };
  return { pathEntries: missing.flatMap((name) => folders[name] ?? []), standIns: missing };
}

/** npm's "latest" of @pulumi/command is a stray 4.5.0 of 2022 that lacks `hostKey` and `dialErrorLimit`. */
export function commandVersion(): string {
  const file = join(root, "node_modules", "@pulumi", "command", "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  if (version.startsWith("1.")) return version;
  throw new Error(`@pulumi/command is ${version}, but this package needs 1.x: 4.5.0 is a stray release of 2022 without host key checks; run npm install "@pulumi/command@^1.2.1"`);
}

/** That a download is impossible is remembered for a day: asking each time would cost every start several seconds. */
async function installed(name: string, version: string, cli: string, report: Report): Promise<boolean> {
  const home = join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins");
  if (existsSync(home) && readdirSync(home).includes(`resource-${name}-v${version}`)) return true;
  const refusal = join(cache, `no-download-${name}-${version}`);
  if (existsSync(refusal) && Date.now() - statSync(refusal).mtimeMs < day) return false;
  report(`installing plugin ${name} ${version}`);
  const { failed, stderr } = await execa(cli, ["plugin", "install", "resource", name, version], {
    reject: false,
    timeout: 60_000,
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  if (failed) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(refusal, stderr);
  }
  return !failed;
}
