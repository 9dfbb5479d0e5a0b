// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command } from "commander";

import type { HostAccess } from "../../components/health/access";
import { addHelp, type Help } from "./help";
import { rootShell } from "../../components/health/check-host";
import { diagnosticsScript, readDiagnostics } from "../../components/health/diagnostics-script";
import { neverStarted } from "../../components/health/login-shell";
import { firstLine, refusal } from "../../components/ssh/failure";
import { runOverSsh } from "../../components/ssh/run";
import { contents } from "./diagnostics-contents";
import { diagnosticsFolder, unpack } from "./diagnostics-folder";
import { oneHost, stackHosts, type Surroundings } from "./hosts";
import { Progress } from "./progress";
import { answer, widthOf, wrapLines } from "./screen";
import { cwdOption, stackOption, type StackOptions } from "./stack-state";
import { withHints } from "./unreachable";

/** Seconds for the login, and for the collection on the host: each file has ten, and all are collected at once. */
const limits = { ssh: 60, collecting: 120 };

const help: Help = {
  about: [
    `Logs, units, journal and state of Docker and of the first boot are collected anew, without secrets. What the last check that failed has left on the host is added. Files of an earlier call in the same folder are replaced.`,
  ],
  examples: ["diagnostics web --stack prod", "diagnostics web --output /tmp/web"],
  done: "the files are there",
  failed: "nothing could be fetched",
};

/** `diagnostics [host]`. */
export function diagnosticsCommand(around: Surroundings): Command {
  return addHelp(
    new Command("diagnostics")
      .summary("fetches what helps to find out why a host is not healthy")
      .description("Fetches from a host of a stack what helps to find out why it is not healthy.")
      .argument("[host]", "its name in the stack; not needed where there is only one")
      .addOption(stackOption())
      .addOption(cwdOption())
      .option("-o, --output <folder>", "where it is put (default: ./HOST-diagnostics)")
      .action(async (name: string | undefined, { output, ...options }: StackOptions & { output?: string }) => {
        const access = oneHost(await stackHosts(options, around), name);
        const folder = diagnosticsFolder(output ?? `${access.host.replace(/[^\w-]/g, "_")}-diagnostics`);
        const files = await unpack(await fetch(access), folder, access.host);
        const failure = files.includes("failure.txt")
          ? firstLine(readFileSync(join(folder, "failure.txt"), "utf8"))
          : "";
        answer(wrapLines(contents(access.host, folder, files, failure), widthOf(process.stdout)));
      }),
    help,
  );
}

async function fetch(access: HostAccess): Promise<Buffer> {
  const { host, connection } = access;
  const progress = new Progress();
  progress.tell(`${host}: connecting`);
  const over = new AbortController();
  let timer = setTimeout(() => over.abort(), limits.ssh * 1000);
  const remote = {
    ...rootShell(diagnosticsScript(), limits.collecting),
    onLogin: () => {
      clearTimeout(timer);
      progress.tell(`${host}: collecting diagnostics`);
      timer = setTimeout(() => over.abort(), (limits.collecting + 30) * 1000);
    },
  };
  try {
    const ended = await runOverSsh(connection, remote, over.signal);
    const archive = readDiagnostics(ended.stdout);
    if (archive) return archive;
    const { cause, hint } = neverStarted(ended);
    throw refusal(cause, hint);
  } catch (error) {
    throw withHints(access, error);
  } finally {
    clearTimeout(timer);
    progress.stop();
  }
}
