// SPDX-License-Identifier: Apache-2.0
import { Listr, type ListrTask, PRESET_TIMER } from "listr2";

import { timed } from "../cli/clock";
import type { Report } from "../shared/subprocess";
import { phase } from "./plain-words";

/** One step that a person waits for. What it returns stands beside its title when it is done. */
export interface Step {
  title: string;
  run: (report: Report) => Promise<string | undefined> | Promise<void>;
}

/** How often a step that takes long says what it is at: a terminal's line is drawn anew, a log's line stays. */
const beat = process.stdout.isTTY ? 1000 : 20_000;

/** Runs the steps one after another, or together, with elapsed time: a live list on a terminal, plain lines elsewhere. */
export async function runSteps(steps: Step[], { together = false } = {}): Promise<void> {
  const timer = { timer: PRESET_TIMER };
  let failure: unknown;
  const remember = (error: unknown) => (failure = error);
  const list = new Listr(
    steps.map((step) => toTask(step, remember)),
    {
      concurrent: together,
      // Ctrl-C is for the commands that run; what they leave decides how this ends.
      registerSignalListeners: false,
      rendererOptions: { ...timer, collapseErrors: false, showErrorMessage: false },
      fallbackRendererOptions: timer,
    },
  );
  await list.run().catch(() => {
    throw failure;
  });
}

function toTask({ title, run }: Step, remember: (error: unknown) => void): ListrTask {
  return {
    title,
    task: async (_context, task) => {
      let begin = Date.now();
      let last = "";
      const show = () => {
        if (last !== "") task.output = timed(last, (Date.now() - begin) / 1000);
      };
      const ticking = setInterval(show, beat);
      try {
        const result = await run((line) => {
          const words = line.trim();
          if (words === "") return;
          if (phase(words) !== phase(last)) begin = Date.now();
          last = words;
          if (process.stdout.isTTY) show();
        });
        if (result) task.title = `${title}: ${result}`;
      } catch (error) {
        remember(error);
        // Whoever called shows the whole of it.
        throw new Error("see below", { cause: error });
      } finally {
        clearInterval(ticking);
      }
    },
  };
}
