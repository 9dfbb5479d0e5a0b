// SPDX-License-Identifier: Apache-2.0

/** One run of a command, local or remote. */
export interface Execution {
  command: string;
  stdin: string;
  environment: Record<string, string>;
  /** Called for each piece of output as it comes. */
  onOutput: (stream: "stdout" | "stderr", text: string) => void;
  /** Ends the run: the engine was cancelled, or (between dials only) the resource's time is over. */
  cancelled: AbortSignal;
  deadline: AbortSignal;
}

/** What the command wrote, with at most one trailing newline taken off, as the real provider does. */
export interface Output {
  stdout: string;
  stderr: string;
}

/** Collects both streams, apart for the outputs and together, in order, for the error text. */
export class Transcript {
  private readonly parts: { stream: "stdout" | "stderr"; text: string }[] = [];

  constructor(private readonly onOutput: Execution["onOutput"]) {}

  add(stream: "stdout" | "stderr", text: string): void {
    this.parts.push({ stream, text });
    this.onOutput(stream, text);
  }

  output(): Output {
    const of = (stream: string) => this.parts.filter((part) => part.stream === stream).map((part) => part.text).join("").replace(/\n$/, "");
    return { stdout: of("stdout"), stderr: of("stderr") };
  }

  failure(ended: string, command: string): Error {
    return new Error(`${ended}: running ${JSON.stringify(command)}:\n${this.parts.map((part) => part.text).join("")}`);
  }
}
