// SPDX-License-Identifier: Apache-2.0
// What many hosts cost the program that makes them, beside their leaf resources written by hand: previews on the real engine, with
// stand-ins for the plugins.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { ensurePulumiCli } from "../setup/pulumi-cli";
import { compile } from "../shared/dist";
import { root, standIns } from "../shared/places";
import { type Report, run } from "../shared/subprocess";
import type { Usage } from "./scale/program";

/** By the names of their files in `scale/`. */
type Program = "by-hand" | "hosts" | "members";

/** What each of the programs takes, compiled as the package is. */
export async function scale(report: Report): Promise<Record<Program, Usage>> {
  const directory = mkdtempSync(join(tmpdir(), "docker-host-scale-"));
  try {
    const { path: cli } = await ensurePulumiCli(report);
    report("compiling");
    await build(directory);
    const pulumi = (args: string[], env: Record<string, string> = {}) =>
      run(cli, [...args, "--non-interactive", "--color", "never"], report, { ...environment(directory), ...env });
    const previewed = async (program: Program): Promise<Usage> => {
      const project = join(directory, program);
      mkdirSync(project);
      const main = `../dist/tools/bench/scale/${program}.js`;
      writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name: "scale", runtime: "nodejs", main }));
      writeFileSync(
        join(project, `Pulumi.${program}.yaml`),
        JSON.stringify({ config: { "aws:region": "eu-central-1" } }),
      );
      const usage = join(project, "usage.json");
      await pulumi(["stack", "init", program, "-C", project]);
      await pulumi(["preview", "-s", program, "-C", project], { BENCH_USAGE: usage });
      return JSON.parse(readFileSync(usage, "utf8")) as Usage;
    };
    // One after the other, and each by a process of its own.
    return {
      "by-hand": await previewed("by-hand"),
      hosts: await previewed("hosts"),
      members: await previewed("members"),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function build(directory: string): Promise<void> {
  mkdirSync(join(directory, "state"));
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "scale", version: "0.0.0" }));
  const project = join(directory, "tsconfig.json");
  const include = ["cloud-init", "components", "tools/bench/scale"].map((folder) => join(root, folder));
  const compilerOptions = {
    rootDir: root,
    noCheck: true,
    declaration: false,
    types: ["node"],
    typeRoots: [join(root, "node_modules", "@types")],
  };
  writeFileSync(project, JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include }));
  await compile(project, join(directory, "dist"));
  rmSync(project);
}

function environment(directory: string): Record<string, string> {
  const plugins = [join(__dirname, "scale"), join(standIns, "language-host"), join(standIns, "command-provider")];
  return {
    PATH: [...plugins, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
    PULUMI_LAB_NODE: process.execPath,
    PULUMI_HOME: join(directory, "home"),
    PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "scale",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    XDG_STATE_HOME: join(directory, "user"),
  };
}
