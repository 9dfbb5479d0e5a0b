// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";

/** The programs that a command needs on this computer and that are not there. */
export function missingPrograms(command: string[], path = process.env.PATH): string[] {
  return programsOf(command).filter((program) => !isOnPath(program, path));
}

/** The program itself, and what it starts. `aws ssm` opens a session before it looks for its plugin. */
function programsOf([program = "", service, operation]: string[]): string[] {
  const isSession = basename(program) === "aws" && service === "ssm" && operation === "start-session";
  return [program, ...(isSession ? ["session-manager-plugin"] : [])];
}

function isOnPath(program: string, path = ""): boolean {
  if (/[/\\]/.test(program)) return isProgram(program);
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat"] : [""];
  return path.split(delimiter).some((folder) => endings.some((ending) => isProgram(join(folder, program + ending))));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
