// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from "node:child_process";

import { type Report, run } from "./subprocess";

/** A program and what to install for it: Debian's, Fedora's and Homebrew's name, or names. */
export interface Program {
  name: string;
  apt: string;
  dnf: string;
  brew: string;
}

/** Programs on PATH; installed where that needs nobody's password, else the command to type is the error. */
export async function ensurePrograms(programs: Program[], report: Report): Promise<void> {
  const missing = programs.filter(({ name }) => !has(name));
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(" and ");
  if (process.getuid?.() !== 0 || !has("apt-get")) {
    throw new Error(`${names}: not installed, and only you may install it; type:\n  ${installCommand(missing)}`);
  }
  report(`installing ${names}`);
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

function has(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore", env: process.env }).status === 0;
}

function installCommand(programs: Program[]): string {
  const list = (key: "apt" | "dnf" | "brew") => programs.map((program) => program[key]).join(" ");
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  if (process.platform === "darwin") return `brew install ${list("brew")}`;
  if (has("apt-get")) return `${sudo}apt-get install --no-install-recommends ${list("apt")}`;
  if (has("dnf")) return `${sudo}dnf install ${list("dnf")}`;
  return `your package manager's command to install ${programs.map(({ name }) => name).join(" and ")}`;
}
