// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

/** The programs that a command needs on this computer and that are not there. */
export function missingPrograms(command: string[], path = process.env.PATH): string[] {
  return programsOf(command).filter((program) => onPath(program, path) === undefined);
}

/** The program itself, and what it starts. `aws ssm` opens a session before it looks for its plugin. */
function programsOf([program = "", service, operation]: string[]): string[] {
  const isSession = basename(program) === "aws" && service === "ssm" && operation === "start-session";
  return [program, ...(isSession ? ["session-manager-plugin"] : [])];
}

/** The file that is started where a command names this program. */
export function onPath(program: string, path = process.env.PATH): string | undefined {
  if (/[/\\]/.test(program)) return isProgram(program) ? program : undefined;
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat"] : [""];
  const files = (path ?? "")
    .split(delimiter)
    .flatMap((folder) => endings.map((ending) => join(folder, program + ending)));
  return files.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
