// SPDX-License-Identifier: Apache-2.0
import { CommandError, type OutputMap, type Stack } from "@pulumi/pulumi/automation";

import { diagnostics, withoutLook } from "./engine-output";
import { isProgress, Progress } from "./progress";

export type Say = (line: string) => void;

/** Runs `pulumi up`. Where `ending` interrupts it, the engine finishes or undoes what it is doing, and this fails. */
export async function up(stack: Stack, say: Say, ending: AbortSignal): Promise<OutputMap> {
  const { outputs } = await interruptible(say, ending, (options) => stack.up({ ...options, suppressOutputs: true }));
  return outputs;
}

/** What a command of the engine is told, so that it is heard and can be interrupted. */
export interface EngineOptions {
  onOutput: (text: string) => void;
  color: "never";
  signal: AbortSignal;
}

/** As {@link explained}, until `ending` interrupts it. */
export async function interruptible<T>(
  say: Say,
  ending: AbortSignal,
  operation: (options: EngineOptions) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController();
  let begun = false;
  // An engine that has not begun cannot be interrupted, and one that is interrupted twice drops what it is doing.
  const interrupt = () => {
    if (begun && ending.aborted) interruption.abort();
  };
  ending.addEventListener("abort", interrupt);
  const begin = () => {
    begun = true;
    interrupt();
  };
  const { signal } = interruption;
  return explained(say, (onOutput) => operation({ onOutput, color: "never", signal }), begin).finally(() =>
    ending.removeEventListener("abort", interrupt),
  );
}

/** Destroys what is in the state, and removes the stack. */
export async function destroy(stack: Stack, say: Say): Promise<void> {
  await explained(say, (onOutput) => stack.destroy({ onOutput, color: "never", remove: true }));
}

/** Reports the engine's progress. An error holds only what went wrong, and not the progress again. */
export async function explained<T>(
  say: Say,
  operation: (onOutput: (text: string) => void) => Promise<T>,
  atWork: () => void = () => {},
): Promise<T> {
  const progress = new Progress();
  let output = "";
  let said = 0;
  const onOutput = (text: string) => {
    output += text;
    const end = output.lastIndexOf("\n") + 1;
    const lines = output.slice(said, end).split("\n");
    said = Math.max(said, end);
    for (const line of lines.filter(isProgress)) {
      atWork();
      const news = progress.line(line);
      if (news !== undefined) say(news);
    }
  };
  try {
    return await operation(onOutput);
  } catch (error) {
    // Where no resource has failed (a lock, say), the output has no diagnostics: only the error says why.
    if (!(error instanceof CommandError) || !output.includes("\nDiagnostics:\n")) throw error;
    throw new Error(withoutLook(diagnostics(output)), { cause: error });
  }
}
