// SPDX-License-Identifier: Apache-2.0
import { word } from "../../../cloud-init/shell";
import type { FailureKind } from "../failure";

/** A reason why a program does not lead to a host, recognized by a line of what the program says. */
export interface Cause {
  says: RegExp;
  kind: FailureKind;
  what: string;
  /** What to do: commands in it can be pasted as they are. */
  fix: (command: Words, found: RegExpExecArray) => string;
}

/** The words of the command. */
export type Words = string[];

/** The value of an option, as `--region x` or `--region=x`; empty where it is not given. */
export function option(command: Words, name: string): string {
  const at = command.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = command[at] ?? "";
  return word === name ? (command[at + 1] ?? "") : word.slice(name.length + 1);
}

/** A line for the shell, with those of the command's own options that say where. */
export function line(text: string, command: Words, ...options: string[]): string {
  const given = options.filter((name) => option(command, name) !== "");
  return `\`${[text, ...given.map((name) => `${name} ${word(option(command, name))}`)].join(" ")}\``;
}
