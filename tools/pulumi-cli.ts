// SPDX-License-Identifier: Apache-2.0
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { execaSync } from "execa";

import { download, fetchText, Unreachable } from "./download";
import { cache, root } from "./places";
import { type Report, run } from "./progress";

export interface PulumiCli {
  path: string;
  version: string;
  origin: string;
}

const engine = join(root, "tools", "engine");
const modulePath = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** The CLI is of the same version as the SDK that package.json pins; tools/engine/go.mod names it a second time. */
export function sdkVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: Record<string, string> };
  return dependencies["@pulumi/pulumi"] ?? "";
}

/** A Pulumi CLI that fits the SDK: on PATH, from an earlier run, downloaded, or built from its Go module. */
export async function ensurePulumiCli(report: Report): Promise<PulumiCli> {
  const version = sdkVersion();
  const installed = onPath(version, report);
  if (installed) return installed;
  const [downloaded, built] = [place("download"), place(`build-${engineHash()}`)];
  if (existsSync(downloaded)) return { path: downloaded, version, origin: "downloaded" };
  if (existsSync(built)) return { path: built, version, origin: "built from its Go module" };
  try {
    await downloadCli(version, downloaded, report);
    return { path: downloaded, version, origin: "downloaded" };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    report(`no download: ${error.message}`);
  }
  await buildCli(version, built, report);
  return { path: built, version, origin: "built from its Go module" };
}

function place(origin: string): string {
  return join(cache, "pulumi", `${sdkVersion()}-${process.platform}-${process.arch}-${origin}`, "pulumi");
}

function engineHash(): string {
  const hash = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "tools.go"]) hash.update(readFileSync(join(engine, file)));
  return hash.digest("hex").slice(0, 12);
}

function onPath(wanted: string, report: Report): PulumiCli | undefined {
  const { stdout, failed } = execaSync("pulumi", ["version"], { reject: false });
  const version = /v?(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
  if (failed || !version) return undefined;
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  if (major === wantedMajor && Number(minor) >= Number(wantedMinor)) {
    return { path: execaSync("sh", ["-c", "command -v pulumi"]).stdout.trim(), version, origin: "on PATH" };
  }
  report(`pulumi ${version} on PATH is older than the SDK (${wanted}) and is not used`);
  return undefined;
}

/** https://www.pulumi.com/docs/iac/download-install/ */
async function downloadCli(version: string, target: string, report: Report): Promise<void> {
  const archive = `pulumi-v${version}-${process.platform}-${process.arch}.tar.gz`;
  const site = `https://github.com/pulumi/pulumi/releases/download/v${version}`;
  const sums = await fetchText(`${site}/pulumi-${version}-checksums.txt`);
  const sha256 = sums.split("\n").map((line) => line.split(/\s+/)).find(([, name]) => name === archive)?.[0];
  if (!sha256) throw new Unreachable(`there is no ${archive}`);
  mkdirSync(cache, { recursive: true });
  const file = join(cache, archive);
  await download(`${site}/${archive}`, file, sha256, report);
  await install(target, async (folder) => {
    await run("tar", ["-xzf", file, "-C", folder, "--strip-components=1"], report);
  });
  rmSync(file);
}

async function buildCli(version: string, target: string, report: Report): Promise<void> {
  if (execaSync("go", ["version"], { reject: false }).failed) {
    throw new Error("the Pulumi CLI can neither be downloaded nor built, because Go is not installed; install Pulumi (https://www.pulumi.com/docs/iac/download-install/) or Go (https://go.dev/dl/)");
  }
  report("building the Pulumi CLI from its Go module (about 5 minutes)");
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  await install(target, async (folder) => {
    await run("go", ["build", "-C", engine, "-mod=readonly", "-ldflags", flags, "-o", join(folder, basename(target)), modulePath], report);
  });
}

/** Filled beside its place and then renamed, so that what is in place is whole, whatever interrupts and whoever else builds. */
async function install(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const folder = dirname(target);
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}.`);
  try {
    await fill(scratch);
    if (!existsSync(target)) renameSync(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
