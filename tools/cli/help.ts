// SPDX-License-Identifier: Apache-2.0
import type { Command } from "commander";

import { wrap } from "../../components/health/wrap";
import { widthOf } from "./screen";

/** What stands after the options in a command's help. */
export interface Help {
  /** Paragraphs, in which the line ends of the source mean nothing. */
  about?: string[];
  /** Command lines. */
  examples: string[];
  /** What 0 and 1 mean. */
  done: string;
  failed: string;
  /** Further statuses. */
  otherwise?: string;
}

export function addHelp(command: Command, { about = [], examples, done, failed, otherwise }: Help): Command {
  const statuses = `Exit status: 0 ${done}; 1 ${failed}; 2 wrong use; 130 interrupted${otherwise ? `; ${otherwise}` : ""}.`;
  return command.addHelpText("after", () => {
    const paragraph = (text: string) => wrap(text.trim(), widthOf(process.stdout)).join("\n");
    const lines = examples.map((line) => `  pulumi-docker-host ${line}`);
    return [
      "",
      ...[...about.map(paragraph), ["Examples:", ...lines].join("\n"), paragraph(statuses)].flatMap((part) => [
        part,
        "",
      ]),
    ]
      .join("\n")
      .trimEnd();
  });
}
