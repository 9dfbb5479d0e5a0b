// SPDX-License-Identifier: Apache-2.0
import { Command, InvalidArgumentError } from "commander";

import { addHelp, type Help } from "./help";
import { type CheckOptions, checkSshTarget, checkStackHosts } from "./check-run";
import { exitStatus, WrongUse } from "./exit-status";
import type { Surroundings } from "./hosts";
import { report } from "./check-report";
import { isSshTarget } from "./ssh-target";
import { cwdOption, stackOption } from "./stack-state";
import { demandPlaces } from "./write-file";

const help: Help = {
  about: [
    `Without HOST all Docker hosts of the stack are checked. Its state says how to reach them, so a host whose check failed, or never ran, is checked as well.`,
    `ssh://USER@HOST[:PORT] needs no stack and no Pulumi: the ssh command leads there, with its own configuration, known hosts and agent. The user there is root or may use sudo without a password.`,
    `--json prints one object for ssh:// and a list of them for a stack: the health report, and its failure where the host is not healthy.`,
  ],
  examples: [
    "check --stack prod",
    "check web --stack prod --all",
    "check ssh://admin@192.0.2.10 --users ci --strict",
    "check --prometheus /var/lib/node_exporter/docker_host.prom",
  ],
  done: "all hosts are healthy",
  failed: "one is not, or cannot be checked",
};

/** `check [host]`. */
export function checkCommand(around: Surroundings): Command {
  return addHelp(
    new Command("check")
      .summary("proves that Docker works on a host")
      .description("Proves that Docker works on a host: of a stack, or any that ssh reaches.")
      .argument("[host]", "its name in the stack, or ssh://USER@HOST[:PORT]")
      .addOption(stackOption())
      .addOption(cwdOption())
      .option("-a, --all", "shows what each probe saw")
      .option("--strict", "a warning counts as a failure")
      .option("--image <name>", "an image that has to be pulled and run")
      .option(
        "--timeout <seconds>",
        "the limit for the login, and for the whole check (default: 30 for the login; the stack's limit or 900 for the check)",
        seconds,
      )
      .option("--users <names>", "who must be able to use docker, with commas between them; for ssh:// only", names)
      .option("--docker-version <version>", "the engine that must run; for ssh:// only")
      .option("--json", "the report as JSON on stdout")
      .option("--html <file>", "the report as a page; of several hosts each gets one, with its name in the file's")
      .option("--junit <file>", "the results as JUnit's XML")
      .option("--prometheus <file>", "the results for the textfile collector of Prometheus' node_exporter")
      .action(async (host: string | undefined, options: CheckOptions) => {
        const { html, junit, prometheus } = options;
        demandPlaces({ "--html": html, "--junit": junit, "--prometheus": prometheus });
        const results = isSshTarget(host)
          ? [await checkSshTarget(host, options)]
          : await checkStackHosts(host, ofStack(options), around);
        report(results, options, isSshTarget(host));
        if (results.some(({ failure }) => failure)) process.exitCode = exitStatus.failed;
      }),
    help,
  );
}

function ofStack(options: CheckOptions): CheckOptions {
  const foreign = [options.users && "--users", options.dockerVersion && "--docker-version"].filter(Boolean);
  if (foreign.length > 0)
    throw new WrongUse(`${foreign.join(" and ")} is for ssh:// only; the stack says what its hosts have`);
  return options;
}

function seconds(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 86_400) return number;
  throw new InvalidArgumentError("use a whole number of seconds from 1 to 86400");
}

function names(text: string): string[] {
  const list = text.split(",").map((name) => name.trim());
  if (list.every((name) => /^[a-z_][a-z0-9_.-]*$/i.test(name))) return list;
  throw new InvalidArgumentError("use names of users with commas between them, such as ci,deploy");
}
