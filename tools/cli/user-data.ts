// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";

import { addHelp, type Help } from "./help";
import { exitStatus } from "./exit-status";
import { answer, say } from "./screen";
import { problemLines, readSpec, sizeLine, specHelp, specStatus } from "./spec-file";

const help: Help = {
  about: [
    `The user data goes to stdout with its secrets masked; its size, and what there is to say about it, to stderr.`,
    specStatus,
  ],
  examples: ["user-data host.yaml", "user-data - < host.yaml"],
  done: "shown, and it fits everywhere",
  failed: "the spec has errors, or the text is too large",
};

/** `user-data SPEC`. */
export function userDataCommand(): Command {
  return addHelp(
    new Command("user-data")
      .summary("shows what a machine would be told")
      .description("Shows what a machine would be told on its first boot, without creating one.")
      .argument("<spec>", specHelp)
      .action(async (file: string) => {
        const found = await readSpec(file);
        const { text, sizes, parts } = found;
        for (const line of problemLines(found)) say(line);
        if (text !== undefined) {
          answer(text);
          for (const size of sizes) say(sizeLine(size));
          const biggest = parts.slice(0, 3).map(({ name, bytes }) => `${name} ${bytes}`);
          say(`biggest parts, in bytes: ${biggest.join(", ")}`);
        }
        if (text === undefined || sizes.some(({ encoding }) => encoding === undefined))
          process.exitCode = exitStatus.failed;
      }),
    help,
  );
}
