// SPDX-License-Identifier: Apache-2.0
import { accessSync, constants } from "node:fs";
import { createInterface } from "node:readline";
import { delimiter, join } from "node:path";

import { type Report, run } from "../shared/subprocess";

/** A program and what to install for it: Debian's, Fedora's and Homebrew's name, or names. */
export interface Program {
  name: string;
  /** For what is no program on PATH. */
  isThere?: () => boolean;
  apt: string;
  dnf: string;
  brew: string;
}

/** Programs on PATH; installed where that needs nobody's password, else the command to type is the error. */
export async function ensurePrograms(programs: Program[], report: Report): Promise<void> {
  const missing = missingPrograms(programs);
  if (missing.length === 0) return;
  if (!mayInstall()) throw onlyByHand(missing);
  report(`installing ${namesOf(missing)}`);
  await run("apt-get", ["update", "-q"], report);
  await run(
    "apt-get",
    ["install", "-q", "-y", "--no-install-recommends", ...missing.flatMap(({ apt }) => apt.split(" "))],
    report,
    {
      DEBIAN_FRONTEND: "noninteractive",
    },
  );
}

/**
 * Asks whether {@link ensurePrograms} may install what is missing. After a no, and where nobody may, the command to type is
 * the error. Nobody is asked where there is no terminal.
 */
export async function askToInstall(programs: Program[]): Promise<void> {
  const missing = missingPrograms(programs);
  if (missing.length === 0) return;
  if (!mayInstall()) throw onlyByHand(missing);
  if (!process.stdin.isTTY || !process.stdout.isTTY) return;
  const question = `${namesOf(missing)}: not installed. Run \`${installCommand(missing)}\` now? [Y/n] `;
  if (!/^(y|yes|)$/i.test(await answer(question)))
    throw new Error(`nothing was installed; to do it by hand, type:\n  ${installCommand(missing)}`);
}

export function missingPrograms(programs: Program[]): Program[] {
  return programs.filter(({ name, isThere }) => !(isThere?.() ?? has(name)));
}

/** Ctrl-C and the end of the input are a no. */
function answer(question: string): Promise<string> {
  const terminal = createInterface(process.stdin, process.stdout);
  return new Promise((resolve) => {
    terminal.once("close", () => resolve("no"));
    terminal.question(question, (text) => {
      resolve(text.trim());
      terminal.close();
    });
  });
}

/** Whether what is missing can be installed without a password. */
export function mayInstall(): boolean {
  return process.getuid?.() === 0 && has("apt-get");
}

function onlyByHand(missing: Program[]): Error {
  return new Error(
    `${namesOf(missing)}: not installed, and only you may install it; type:\n  ${installCommand(missing)}`,
  );
}

const namesOf = (programs: Program[]) => programs.map(({ name }) => name).join(" and ");

function has(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function installCommand(programs: Program[]): string {
  const list = (key: "apt" | "dnf" | "brew") => [...new Set(programs.map((program) => program[key]))].join(" ");
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  if (process.platform === "darwin") return `brew install ${list("brew")}`;
  if (has("apt-get")) return `${sudo}apt-get install --no-install-recommends ${list("apt")}`;
  if (has("dnf")) return `${sudo}dnf install ${list("dnf")}`;
  return `your package manager's command to install ${namesOf(programs)}`;
}
