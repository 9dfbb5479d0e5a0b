// SPDX-License-Identifier: Apache-2.0
import { existsSync, lstatSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { WrongUse } from "./exit-status";

/** A file appears as a whole or not at all: something else may be reading the folder. */
export function writeWhole(file: string, text: string): void {
  // A link, a FIFO or a device stays what it is.
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, text);
    return;
  }
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Checks early whether the files can be written. @throws WrongUse where one cannot */
export function demandPlaces(files: Record<string, string | undefined>): void {
  const optionOf = new Map<string, string>();
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const folder = dirname(file);
    if (!existsSync(folder)) throw new WrongUse(`${option} ${file}: the folder ${folder} does not exist`);
    if (existsSync(file) && statSync(file).isDirectory())
      throw new WrongUse(`${option} ${file} is a folder; name a file`);
    const other = optionOf.get(resolve(file));
    if (other !== undefined) throw new WrongUse(`${other} and ${option} are the same file ${file}; name two`);
    optionOf.set(resolve(file), option);
  }
}
