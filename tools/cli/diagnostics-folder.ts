// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

import { about, aboutDiagnostics } from "./diagnostics-contents";
import { WrongUse } from "./exit-status";

/** A folder that has this file is one of ours, and may be replaced. */
export const contentsFile = "CONTENTS.txt";

/** Returns the folder, if it may be filled. @throws WrongUse where it holds something else */
export function diagnosticsFolder(folder: string): string {
  if (!existsSync(folder)) {
    if (!existsSync(dirname(resolve(folder))))
      throw new WrongUse(`the folder ${dirname(resolve(folder))} does not exist`);
    return folder;
  }
  if (!statSync(folder).isDirectory()) throw new WrongUse(`${folder} is a file; name another folder with --output`);
  if (readdirSync(folder).length > 0 && ownFiles(folder).length === 0)
    throw new WrongUse(
      `${folder} is not empty, and its files are not of this command; name another folder with --output`,
    );
  return folder;
}

/** The files that an earlier call has left there, by its CONTENTS.txt; none where the folder is not ours. */
function ownFiles(folder: string): string[] {
  const contents = join(folder, contentsFile);
  if (!isFile(contents)) return [];
  const [first = "", , ...lines] = readFileSync(contents, "utf8").split("\n");
  if (!first.startsWith(aboutDiagnostics)) return [];
  const names = lines.flatMap((line) => /^([\w.-]+)( {2}|$)/.exec(line)?.[1] ?? []);
  return [contentsFile, ...names].filter((name) => isFile(join(folder, name)));
}

const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Unpacks the archive into the folder, in place of what an earlier call has left, and returns its files. */
export async function unpack(archive: Buffer, folder: string, host: string): Promise<string[]> {
  const unfinished = `${resolve(folder)}.${process.pid}`;
  mkdirSync(unfinished);
  try {
    await untar(archive, unfinished);
    // A malicious host could send a link that leads anywhere, or a pipe that never ends.
    const isPlain = (name: string) => /^[\w.-]+$/.test(name) && name !== contentsFile && isFile(join(unfinished, name));
    const files = readdirSync(unfinished).filter(isPlain).sort();
    mkdirSync(folder, { recursive: true });
    for (const old of ownFiles(folder)) rmSync(join(folder, old));
    for (const file of files) renameSync(join(unfinished, file), join(folder, file));
    writeFileSync(join(folder, contentsFile), about(host, files), { flag: "wx" });
    return files;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function untar(archive: Buffer, folder: string): Promise<void> {
  const args = ["-xz", "--no-same-owner", "--strip-components=1", "-f", "-", "-C", folder];
  const child = spawn("tar", args, { stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stdin.on("error", () => {}).end(archive);
  return new Promise((done, fail) => {
    child.on("error", ({ message }) => fail(new Error(`tar does not run: ${message}`)));
    child.on("close", (status) =>
      status === 0 ? done() : fail(new Error(`what the host sent cannot be unpacked: ${said.trim().split("\n")[0]}`)),
    );
  });
}
