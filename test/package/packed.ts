// SPDX-License-Identifier: Apache-2.0
// The tarball that `npm pack` makes of these sources: in a folder of its own, so that the clone's dist/ stays as it is.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

import { root } from "../../tools/places";

const left = /^(\.git|\.pulumi-local|node_modules|dist|coverage)$/;

export interface Packed {
  /** Holds everything here. */
  folder: string;
  tarball: string;
  /** The tarball's content, unpacked. */
  content: string;
  /** Its files, as paths with `/`. */
  files: string[];
}

/** Installs nothing: what has to be installed is this clone's. */
export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  const clone = join(folder, "clone");
  cpSync(root, clone, { recursive: true, filter: (from) => !left.test(relative(root, from)) });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  // `prepack` is this with an installation before it, which must not go through the link.
  const loader = join(root, "node_modules", "tsx", "dist", "loader.mjs");
  node(["--import", `file://${loader}`, join(clone, "tools", "build.ts")], clone);
  const args = ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder];
  execFileSync("npm", args, { cwd: clone, stdio: "pipe" });
  const [name = "none"] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const tarball = join(folder, name);
  const content = join(folder, "content");
  mkdirSync(content);
  execFileSync("tar", ["-xzf", tarball, "-C", content, "--strip-components=1"]);
  rmSync(clone, { recursive: true });
  return { folder, tarball, content, files: filesOf(content) };
}

/** Files below a folder, in the order of the alphabet. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.split(sep).join("/"))
    .sort();
}

/** Runs Node in a folder; what it wrote on stderr is the error where it fails. */
export function node(args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    // Of the test runner, which means nothing to it.
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}
