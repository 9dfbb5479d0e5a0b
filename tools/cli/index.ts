// SPDX-License-Identifier: Apache-2.0
// What all commands of `pulumi-docker-host` have in common.
import { Command, CommanderError } from "commander";

import { commandsFor } from "./commands";
import { exitStatus, explainError, WrongUse } from "./exit-status";
import { addHelp, type Help } from "./help";
import type { Surroundings } from "./hosts";

const help: Help = {
  examples: ["check ssh://admin@192.0.2.10", "shell web --stack prod", "validate host.yaml"],
  done: "done, healthy",
  failed: "failed, not healthy",
};

/** Does what a command line says, and leaves its exit status. */
export async function main(argv: string[], around: Surroundings = {}): Promise<void> {
  process.once("SIGINT", () => process.exit(exitStatus.interrupted));
  process.once("SIGTERM", () => process.exit(exitStatus.ended));
  process.once("uncaughtException", (error) => process.exit(explainError(error)));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // The reader has gone, as `head` does.
      if (error.code === "EPIPE") process.exit(exitStatus.unread);
      process.exit(explainError(new Error(`the output cannot be written: ${error.message}`)));
    });
  // What follows `--` is for the host, also where it looks like something of ours.
  const [own, remote] = argv[0] === "shell" ? split(argv) : [argv, undefined];
  const program = new Command("pulumi-docker-host").description(
    "Proves that Docker works on a host, and shows why where it does not.",
  );
  if (around.version !== undefined) program.version(around.version, "-V, --version", "shows the version");
  addHelp(program, help);
  const commands = commandsFor(own[0], around, remote);
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands]) plain(command, program);
  program.helpCommand("help [command]", "shows the help of a command");
  program.hook("preAction", (_program, command) => demandValues(command));
  try {
    if (own.length === 0) program.help();
    await program.parseAsync(own, { from: "user" });
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitStatus.done : exitStatus.wrongUse;
    else process.exitCode = explainError(error);
  }
}

/** Refuses empty values: a variable of the shell was empty, or a value was forgotten. */
function demandValues(command: Command): void {
  if (command.args.includes("")) throw new WrongUse("an argument is empty; leave it out, or name what is meant");
  for (const option of command.options) {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value === "") throw new WrongUse(`${option.long} has an empty value; ${option.description}`);
    if (typeof value === "string" && /^-./.test(value))
      throw new WrongUse(`${option.long} has no value: ${value} looks like an option`);
  }
}

function split(argv: string[]): [string[], string[] | undefined] {
  const at = argv.indexOf("--");
  return at < 0 ? [argv, undefined] : [argv.slice(0, at), argv.slice(at + 1)];
}

/** Wrong use is said in a line or two: what is wrong, with the nearest name, and where to read on. */
function plain(command: Command, program: Command): void {
  const name = command === program ? program.name() : `${program.name()} ${command.name()}`;
  command
    .exitOverride()
    .helpOption("-h, --help", "shows this")
    .helpCommand(false)
    .configureHelp({ minWidthToWrap: 20 })
    .configureOutput({
      outputError: (text, write) => {
        const [what = "", meant = ""] = text.trim().split("\n");
        const nearest = meant === "" ? "" : ` ${meant.toLowerCase()}`;
        write(`${what}${nearest}\n\`${name} --help\` shows what there is\n`);
      },
    });
}
