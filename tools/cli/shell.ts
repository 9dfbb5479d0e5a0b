// SPDX-License-Identifier: Apache-2.0
import { Command } from "commander";

import { addHelp, type Help } from "./help";
import { type Session, dial } from "../../components/ssh/dial";
import { WrongUse } from "./exit-status";
import { oneHost, stackHosts, type Surroundings } from "./hosts";
import { Progress } from "./progress";
import { talk } from "./shell-session";
import { isSshTarget, readSshTarget, sshArguments } from "./ssh-target";
import { cwdOption, stackOption, type StackOptions } from "./stack-state";
import { withHints } from "./unreachable";

/** Seconds until a login must be accepted. */
const patience = 60;

const help: Help = {
  about: [
    `The stack's state holds key, address and host key, also where the host is not healthy. No key is written to this computer.`,
    `With a command, or where stdin is no terminal, there is no terminal on the host either: stdin, stdout and stderr go through as they are. The words of a command are joined by spaces for the login shell there, as ssh does it.`,
  ],
  examples: [
    "shell web --stack prod",
    "shell web -- docker ps --all",
    "shell web -- 'sudo tar -C /var/lib -c app' > app.tar",
  ],
  done: "done",
  failed: "the host accepts no login",
  otherwise: "otherwise the status of the command or shell",
};

/** `shell [host] [-- command...]`. */
export function shellCommand(around: Surroundings, remote: string[] | undefined): Command {
  return addHelp(
    new Command("shell")
      .summary("opens a shell on a host, or runs a command there")
      .description("Opens a shell on a host of a stack, or runs a command there.")
      .allowExcessArguments()
      .usage("[options] [host] [-- command...]")
      .argument("[host]", "its name in the stack; not needed where there is only one")
      .addOption(stackOption())
      .addOption(cwdOption())
      .action(async (name: string | undefined, options: StackOptions, { args }: Command) => {
        if (args.length > 1)
          throw new WrongUse(`a command comes behind two dashes: shell ${args[0]} -- ${args.slice(1).join(" ")}`);
        if (isSshTarget(name))
          throw new WrongUse(
            `${name} needs nothing of ours: use \`ssh ${sshArguments(readSshTarget(name)).join(" ")}\``,
          );
        const progress = new Progress();
        let session: Session;
        try {
          const access = oneHost(await stackHosts(options, around), name);
          const { host, connection } = access;
          // Somebody who pipes wants only what the command says.
          if (process.stderr.isTTY) progress.tell(`connecting to ${host}`);
          session = await dial(connection, AbortSignal.timeout(patience * 1000)).catch((error: unknown) => {
            throw withHints(access, error);
          });
        } finally {
          progress.stop();
        }
        try {
          process.exitCode = await talk(session.client, remote?.join(" ") || undefined);
        } finally {
          session.close();
        }
      }),
    help,
  );
}
