// SPDX-License-Identifier: Apache-2.0
import { CommandError, type OutputMap, type Stack } from "@pulumi/pulumi/automation";

import { diagnostics, shortLine } from "./engine-output";

export type Say = (line: string) => void;

/** `pulumi up`, which `ending` interrupts: the engine ends or undoes what it is at, and this fails. */
export async function up(stack: Stack, say: Say, ending: AbortSignal): Promise<OutputMap> {
  const interruption = new AbortController();
  let begun = false;
  // One that has not begun cannot be interrupted, and one that is interrupted twice drops what it is at.
  const interrupt = () => {
    if (begun && ending.aborted) interruption.abort();
  };
  ending.addEventListener("abort", interrupt);
  const heard = (line: string) => {
    begun = true;
    interrupt();
    say(line);
  };
  const { outputs } = await explained(heard, (onOutput) =>
    stack.up({ onOutput, color: "never", suppressOutputs: true, signal: interruption.signal }),
  );
  return outputs;
}

/** `pulumi destroy` by what the state says, and the stack goes as well. */
export async function destroy(stack: Stack, say: Say): Promise<void> {
  await explained(say, (onOutput) => stack.destroy({ onOutput, color: "never", remove: true }));
}

/** ` +  command:local:Command web-machine creating (2s)`, but not what is known of the stand-ins. */
const progress = /^[ +~<>-]+[\w-]+:[\w/]+:\w+ (?!\(|.* warning: using )/;

/** Says the engine's lines as they come; an error holds only what went wrong, and not all of them once more. */
async function explained<T>(say: Say, operation: (onOutput: (text: string) => void) => Promise<T>): Promise<T> {
  let output = "";
  let said = 0;
  const onOutput = (text: string) => {
    output += text;
    const end = output.lastIndexOf("\n") + 1;
    const lines = output.slice(said, end).split("\n");
    said = Math.max(said, end);
    for (const line of lines.filter((text) => progress.test(text))) say(shortLine(line).trim());
  };
  try {
    return await operation(onOutput);
  } catch (error) {
    // Of what is no failure of a resource, such as a lock, nothing but the error itself speaks.
    if (!(error instanceof CommandError) || !output.includes("\nDiagnostics:\n")) throw error;
    throw new Error(diagnostics(output), { cause: error });
  }
}
