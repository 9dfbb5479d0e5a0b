// SPDX-License-Identifier: Apache-2.0
import type { EngineLog } from "./engine-log";
import type { Connection } from "./dial";
import type { Execution, Output, Stream } from "./execution";
import { type LocalArguments, runLocal } from "./local";
import { runRemote } from "./remote";
import { type Properties, reveal } from "./values";

interface Inputs extends Properties {
  environment?: Record<string, string>;
  stdin?: string;
  logging?: string;
  addPreviousOutputInEnv?: boolean;
}

export interface Operation {
  urn: string;
  type: string;
  /** Of customTimeouts, in seconds; 0 is none. */
  timeout: number;
}

/** Runs one of a resource's commands with the rest of its inputs. Without a command the output stays what it was. */
export async function run(
  operation: Operation,
  which: "create" | "update" | "delete",
  wrapped: Properties,
  state: Properties,
  log: EngineLog,
  cancelled: AbortSignal,
): Promise<Output> {
  const inputs = reveal(wrapped) as Inputs;
  const { stdout, stderr } = reveal(state) as Partial<Output>;
  const before: Output = { stdout: stdout ?? "", stderr: stderr ?? "" };
  const command = which === "update" ? (inputs.update ?? inputs.create) : inputs[which];
  if (typeof command !== "string") return before;
  const { urn, type, timeout } = operation;
  const deadline = new AbortController();
  const timer = timeout >= 1 ? setTimeout(() => deadline.abort(), Math.trunc(timeout) * 1000) : undefined;
  // The original counts whole seconds.
  if (timeout > 0 && timeout < 1) deadline.abort();
  const execution: Execution = {
    command,
    stdin: inputs.stdin ?? "",
    environment: inputs.environment ?? {},
    previous: inputs.addPreviousOutputInEnv === false ? {} : variables(before),
    logs: streams(inputs.logging),
    status: (line) => log.status(urn, line),
    warning: (line) => log.warning(urn, line),
    error: (line) => log.error(urn, line),
    cancelled,
    deadline: deadline.signal,
  };
  try {
    return type === "command:local:Command"
      ? await runLocal(inputs as LocalArguments, execution)
      : await runRemote(inputs.connection as Connection, execution);
  } finally {
    clearTimeout(timer);
    await log.flush();
  }
}

function variables({ stdout, stderr }: Output): Record<string, string> {
  return { ...(stdout && { PULUMI_COMMAND_STDOUT: stdout }), ...(stderr && { PULUMI_COMMAND_STDERR: stderr }) };
}

function streams(logging = "stdoutAndStderr"): Stream[] {
  const all: Stream[] = ["stdout", "stderr"];
  return all.filter((stream) => logging === "stdoutAndStderr" || logging === stream);
}
