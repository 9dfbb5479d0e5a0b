// SPDX-License-Identifier: Apache-2.0
// Runs `pulumi stack export`, with the user's Pulumi or, in a clone, with that of `npm start`.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { Option } from "commander";

import { exitStatus, WrongUse } from "./exit-status";

/** A Pulumi that may not be on PATH, and what it needs. */
export interface PulumiPlace {
  /** Folders that come before PATH. */
  path: string[];
  env: Record<string, string>;
}

/** Options of the command line. */
export interface StackOptions {
  stack?: string;
  cwd?: string;
}

/** For each command that reads a stack. */
export const stackOption = () =>
  new Option("-s, --stack <name>", "the stack (default: the one that is selected; in a clone that of `npm start`)");
export const cwdOption = () => new Option("-C, --cwd <folder>", "the folder of the Pulumi project");

/** This package: a clone of its sources has tools that the package from npm lacks. */
export const root = dirname(dirname(__dirname));
export const local = join(root, ".pulumi-local");
/** The stack of `npm start`, which only a clone has. */
export const startStack = "start";

/** The named stack or, in a clone, that of `npm start`; undefined stands for the one that Pulumi has selected. */
export function chosenStack({ stack, cwd }: StackOptions): string | undefined {
  const isInClone = cwd === undefined && `${process.cwd()}/`.startsWith(`${root}/`) && existsSync(local);
  return stack ?? (isInClone ? startStack : undefined);
}

/** The Pulumi of `npm start`; undefined where that never ran. */
export function placeOfStart(): PulumiPlace | undefined {
  const file = join(local, "pulumi.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PulumiPlace) : undefined;
}

/** The state of a stack with its secrets in plain. @throws WrongUse where there is no such stack */
export async function exportStack(
  stack: string | undefined,
  cwd: string | undefined,
  place: PulumiPlace = { path: [], env: {} },
): Promise<string> {
  const args = ["stack", "export", "--show-secrets", "--non-interactive", ...(stack ? ["--stack", stack] : [])];
  const env = {
    ...process.env,
    ...{ PULUMI_SKIP_UPDATE_CHECK: "true", NO_COLOR: "1" },
    ...place.env,
    PATH: [...place.path, process.env.PATH ?? ""].join(delimiter),
  };
  const folder = cwd === undefined ? undefined : statSync(cwd, { throwIfNoEntry: false });
  if (cwd !== undefined && !folder?.isDirectory())
    throw new WrongUse(`--cwd ${cwd} ${folder ? "is no folder" : "does not exist"}; name the folder of Pulumi.yaml`);
  const { status, stdout, stderr } = await run(args, { env, ...(cwd !== undefined && { cwd }) });
  if (status === exitStatus.done) return stdout;
  throw refusal(/^error: (.*)/m.exec(stderr)?.[1] ?? stderr.trim().split("\n").at(-1) ?? "", status);
}

function refusal(reason: string, status: number | null): Error {
  const isWrong = /no stack named|no stack selected|no Pulumi\.yaml|could not find stack/i.test(reason);
  const advice = isWrong ? "; name it with --stack and its folder with --cwd, `pulumi stack ls` lists them" : "";
  const said = reason === "" ? `pulumi ended with status ${status}` : `pulumi: ${reason}`;
  return isWrong ? new WrongUse(`${said}${advice}`) : new Error(said);
}

function run(args: string[], options: { env: NodeJS.ProcessEnv; cwd?: string }): Promise<Ran> {
  const child = spawn("pulumi", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  const end = () => child.kill();
  process.once("exit", end);
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      const what =
        error.code === "ENOENT" ? "there is no pulumi command on PATH" : `pulumi does not run (${error.message})`;
      reject(new Error(`${what}; ${withoutPulumi}`));
    });
    child.on("close", (status) => {
      process.off("exit", end);
      resolve({ status, ...said });
    });
  });
}

interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

const withoutPulumi = "it is needed to reach the hosts of a stack. `check ssh://USER@HOST` works without it";
