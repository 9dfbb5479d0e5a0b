// SPDX-License-Identifier: Apache-2.0
import { Command, Option } from "commander";

import { addHelp, type Help } from "./help";
import { errors } from "../../cloud-init";
import { error as problem } from "../../cloud-init/validate/problem";
import { exitStatus } from "./exit-status";
import { answer } from "./screen";
import { platformOf, problemLines, readSpec, sizeLine, specHelp, specName, specStatus } from "./spec-file";

interface ValidateOptions {
  target?: string;
  json?: boolean;
}

const help: Help = {
  about: [
    `All mistakes are said at once, a line for each. With --target, user data that is too large for that target is a mistake as well.`,
    `With --json, each problem has a code for programs, which stays the same when the words of its message change.`,
    specStatus,
  ],
  examples: ["validate host.yaml", "validate host.yaml --target aws"],
  done: "no errors",
  failed: "there are errors",
};

/** `validate SPEC`. */
export function validateCommand(): Command {
  return addHelp(
    new Command("validate")
      .summary("says what is wrong with a spec")
      .description("Says what is wrong with the spec of a host, and what is likely to be regretted.")
      .argument("<spec>", specHelp)
      .addOption(
        new Option("-t, --target <name>", "where the host is to be; only its limit of size counts").choices(
          Object.keys(platformOf),
        ),
      )
      .option("--json", "the problems and sizes as JSON on stdout")
      .action(async (file: string, { target, json }: ValidateOptions) => {
        const found = await readSpec(file).catch((error: unknown) => {
          const problems = [problem("", error instanceof Error ? error.message : "", "unreadable")];
          if (json) answer(JSON.stringify({ problems, sizes: [] }));
          throw error;
        });
        const { problems } = found;
        const sizes = found.sizes.filter(({ platform }) => target === undefined || platform === platformOf[target]);
        const tooLarge = sizes.filter(({ encoding }) => target !== undefined && encoding === undefined);
        const count = errors(problems).length + tooLarge.length;
        if (json) answer(JSON.stringify({ problems, sizes }));
        else {
          const severity = (isTooLarge: boolean) => (isTooLarge ? "error: " : "");
          const lines = sizes.map((size) => `${severity(tooLarge.includes(size))}${sizeLine(size)}`);
          const name = specName(file);
          const sum = count === 0 ? `✔ ${name} has no errors` : `✖ ${name} has ${count} error${count === 1 ? "" : "s"}`;
          answer([sum, ...problemLines(found), ...lines].join("\n"));
        }
        if (count > 0) process.exitCode = exitStatus.failed;
      }),
    help,
  );
}
