// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import execa from "execa";

import { buildCli, moduleVersion, sourceHash } from "../engine/build";
import { cache, root } from "../shared/places";
import type { Report } from "../shared/subprocess";
import { BrokeOff, download, fetchText, Unreachable } from "../../components/local/download";
import { install } from "./install";

export interface PulumiCli {
  path: string;
  version: string;
  origin: "path" | "download" | "build";
}

/** The first version with `pulumi.Stash`, which keeps the keys of a host. */
const oldest = [3, 208] as const;

/** The version of the installed SDK, of which the CLI may be newer but not older. */
export function sdkVersion(): string {
  const manifest = join(root, "node_modules", "@pulumi", "pulumi", "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

/** A Pulumi CLI that fits the SDK: on PATH, from an earlier run, downloaded, or built from its Go module. */
export async function ensurePulumiCli(report: Report): Promise<PulumiCli> {
  const version = moduleVersion();
  const installed = onPath(sdkVersion(), report);
  if (installed) return installed;
  const name = `${version}-${process.platform}-${process.arch}`;
  const downloaded: PulumiCli = { path: place(name), version, origin: "download" };
  const built: PulumiCli = { path: place(`${name}-${sourceHash()}`), version, origin: "build" };
  const found = [downloaded, built].find(({ path }) => existsSync(path));
  if (found) return found;
  try {
    await install(downloaded.path, (folder) => downloadCli(version, folder, report));
    return downloaded;
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof BrokeOff)) throw error;
    report(`no download of the Pulumi CLI: ${error.message}`);
  }
  await install(built.path, (folder) => buildCli(version, join(folder, basename(built.path)), report));
  return built;
}

function place(name: string): string {
  return join(cache, "pulumi", name, "bin", "pulumi");
}

function onPath(sdk: string, report: Report): PulumiCli | undefined {
  const env = { PULUMI_SKIP_UPDATE_CHECK: "1" };
  const { stdout, failed } = execa.sync("pulumi", ["version"], { env, reject: false });
  const version = failed ? undefined : /^v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [sdkMajor = 0, sdkMinor = 0] = sdk.split(".").map(Number);
  if (major === sdkMajor && minor >= Math.max(sdkMinor, oldest[1])) {
    return { path: execa.sync("sh", ["-c", "command -v pulumi"]).stdout, version, origin: "path" };
  }
  report(
    `pulumi ${version} on PATH is not used: the SDK is ${sdk} and needs a CLI from ${sdkMajor}.${Math.max(sdkMinor, oldest[1])} on`,
  );
  return undefined;
}

/** https://www.pulumi.com/docs/iac/download-install/ */
async function downloadCli(version: string, folder: string, report: Report): Promise<void> {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const site = `https://github.com/pulumi/pulumi/releases/download/v${version}`;
  const sums = await fetchText(`${site}/pulumi-${version}-checksums.txt`);
  const sha256 = sums
    .split("\n")
    .map((line) => line.split(/\s+/))
    .find(([, name]) => name === archive)?.[0];
  if (sha256 === undefined) throw new Unreachable(`there is no ${archive}`);
  const file = join(folder, archive);
  await download(`${site}/${archive}`, file, sha256, report);
  await execa("tar", ["-xzf", file, "-C", folder, "--strip-components=1"]);
  rmSync(file);
}
