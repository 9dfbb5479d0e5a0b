// SPDX-License-Identifier: Apache-2.0
// The tarball that `npm pack` makes of these sources: from a copy, so that the clone's dist/ stays as it is.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, sep } from "node:path";

import { root } from "../../tools/shared/places";
import { copyClone, filesOfClone } from "../clone-copy";
import { environmentOfAPerson } from "../person";

/** Git does not see it, and `npm ci` empties it. */
const cache = join(root, "node_modules", ".cache", "pulumi-docker-host");

export interface Packed {
  tarball: string;
  /** The tarball's content, unpacked. */
  content: string;
  /** Its files, as paths with `/`. */
  files: string[];
}

/** The same sources are packed once, by whichever test comes first. Installs nothing: what the build needs is this clone's. */
export function pack(): Packed {
  const folder = join(cache, digest());
  if (!existsSync(folder)) build(folder);
  const [tarball = "none"] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  const content = join(folder, "content");
  return { tarball: join(folder, tarball), content, files: filesOf(content) };
}

/** Of all that the tarball may depend on. */
function digest(): string {
  const hash = createHash("sha256");
  for (const file of filesOfClone().filter((name) => !name.startsWith("test/")))
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

function build(folder: string): void {
  const scratch = mkdtempSync(join(tmpdir(), "packed-"));
  const [clone, made] = [join(scratch, "clone"), join(scratch, "made")];
  copyClone(clone);
  // `prepack` is this with an installation before it, which must not go through the link.
  node(["--require", join(clone, "components", "from-sources.js"), join(clone, "tools", "build.ts")], clone);
  const content = join(made, "content");
  mkdirSync(content, { recursive: true });
  const args = ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", made];
  execFileSync("npm", args, { cwd: clone, env: environmentOfAPerson(), stdio: "pipe" });
  const [tarball = "none"] = readdirSync(made).filter((file) => file.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", join(made, tarball), "-C", content, "--strip-components=1"]);
  keep(made, folder);
  rmSync(scratch, { recursive: true });
}

/** Appears there as a whole, also where two tests make it at the same time, and takes the place of what older sources gave. */
function keep(made: string, folder: string): void {
  const unfinished = `${folder}.${process.pid}`;
  cpSync(made, unfinished, { recursive: true });
  for (const older of readdirSync(cache).filter((name) => !name.startsWith(basename(folder))))
    rmSync(join(cache, older), { recursive: true, force: true });
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
}

/** Fills a folder's node_modules as `npm install` of the tarball does; all other packages are this clone's. */
export function install(directory: string): void {
  const [from, to] = [join(root, "node_modules"), join(directory, "node_modules")];
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const name of readdirSync(from).filter((name) => !name.startsWith(".")))
    symlinkSync(join(from, name), join(to, name));
  cpSync(pack().content, join(to, "pulumi-docker-host"), { recursive: true });
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
    env: environmentOfAPerson(),
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}
