// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants, existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";

import { root, standIns } from "../shared/places";
import { type Report, run } from "../shared/subprocess";
import { fetchText } from "../../components/local/download";
import { ifReachable } from "./unreachable";

export interface Plugins {
  /** Folders that PATH must hold for the CLI to find the plugins. */
  pathEntries: string[];
  /** Names of the plugins that are the laboratory's stand-ins. */
  standIns: string[];
}

/** The plugins that the programs need: the official ones where they are or can be had, else the laboratory's. */
export async function ensurePlugins(cli: string, report: Report): Promise<Plugins> {
  const version = commandVersion();
  const missing: Record<string, string> = {};
  if (languageHost(cli, "nodejs") === undefined) missing["pulumi-language-nodejs"] = join(standIns, "language-host");
  if (!(await hasProvider(version, cli, report)))
    missing["pulumi-resource-command"] = join(standIns, "command-provider");
  return { pathEntries: Object.values(missing), standIns: Object.keys(missing) };
}

/** npm's "latest" of @pulumi/command is a stray 4.5.0 of 2022 that lacks `hostKey` and `dialErrorLimit`. */
export function commandVersion(folder = join(root, "node_modules", "@pulumi", "command")): string {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  if (version.replace(/^v/, "").startsWith("1.")) return version;
  throw new Error(
    `@pulumi/command is ${version}, but this package needs 1.x; 4.5.0, which npm gives for "latest", is a stray release of 2022 without host key checks: run npm install "@pulumi/command@^1.2.1"`,
  );
}

/**
 * The CLI's language host, which is of its own age: the official one stands beside it, and some package managers put both
 * on PATH in folders of their own. What is on PATH with a CLI that is not used is that one's.
 */
export function languageHost(cli: string, language: string, path = process.env.PATH ?? ""): string | undefined {
  const onPath = path.split(delimiter).filter((folder) => folder !== "" && folder !== join(standIns, "language-host"));
  const used = realpathSync(cli);
  const first = onPath.map((folder) => join(folder, basename(cli))).find(isExecutable);
  const folders = first !== undefined && realpathSync(first) === used ? onPath : [];
  return [dirname(used), ...folders].map((folder) => join(folder, `pulumi-language-${language}`)).find(isExecutable);
}

async function hasProvider(version: string, cli: string, report: Report): Promise<boolean> {
  const home = join(process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"), "plugins", `resource-command-v${version}`);
  if (isExecutable(join(home, "pulumi-resource-command")) && !existsSync(`${home}.partial`)) return true;
  const installed = await ifReachable(`plugin command ${version}`, report, async () => {
    // The CLI itself tries for long where there is no internet, so it is only asked where there is some.
    await fetchText(`https://github.com/pulumi/pulumi-command/releases/tag/v${version}`);
    await run(cli, ["plugin", "install", "resource", "command", version], report, { PULUMI_SKIP_UPDATE_CHECK: "1" });
    return true;
  });
  return installed ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
