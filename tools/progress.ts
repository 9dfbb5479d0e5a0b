// SPDX-License-Identifier: Apache-2.0
import { execa } from "execa";
import { Listr, type ListrTask, PRESET_TIMER } from "listr2";

/** Shows one line of what is going on. */
export type Report = (line: string) => void;

/** One step that a person waits for. What it returns stands beside its title when it is done. */
export interface Step {
  title: string;
  run: (report: Report) => Promise<string | void>;
}

/** Runs the steps one after another, with elapsed time: a live list on a terminal, plain lines elsewhere. */
export async function runSteps(steps: Step[]): Promise<void> {
  const timer = { timer: PRESET_TIMER };
  await new Listr(steps.map(toTask), {
    rendererOptions: { ...timer, collapseErrors: false, showErrorMessage: false },
    fallbackRendererOptions: timer,
  }).run();
}

function toTask({ title, run }: Step): ListrTask {
  return {
    title,
    task: async (_context, task) => {
      const begin = Date.now();
      let last = "working";
      const show = () => {
        task.output = `${last} (${Math.round((Date.now() - begin) / 1000)} s)`;
      };
      // A terminal shows the seconds run; elsewhere a line now and then tells that it has not stopped.
      const beat = setInterval(show, process.stdout.isTTY ? 1000 : 30_000);
      try {
        const result = await run((line) => {
          if (line.trim() === "" || line === last) return;
          last = line.trim();
          show();
        });
        if (result) task.title = `${title}: ${result}`;
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** Runs a command, reports its lines, and returns its whole output; its output is in the error where it fails. */
export async function run(command: string, args: string[], report: Report, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = execa(command, args, { env, all: true, reject: false, stdin: "ignore" });
  for await (const line of child.iterable({ from: "all" })) report(line);
  const { exitCode, all, signal, originalMessage } = await child;
  if (exitCode === 0) return all;
  throw new Error(all.trim() || originalMessage || `${command} ended with ${signal ?? `status ${exitCode}`}`);
}
