// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from "node:buffer";

/** One run of a command, local or remote. */
export interface Execution {
  command: string;
  stdin: string;
  environment: Record<string, string>;
  /** What the last run wrote, as variables. */
  previous: Record<string, string>;
  logs: Stream[];
  /** Shows a line that matters only while the command runs. */
  status: (line: string) => void;
  warning: (line: string) => void;
  error: (line: string) => void;
  /** The engine was cancelled. */
  cancelled: AbortSignal;
  /** The resource's customTimeouts are over. */
  deadline: AbortSignal;
}

export type Stream = "stdout" | "stderr";

/** What the command wrote, with at most one trailing newline taken off, as the original does. */
export interface Output {
  stdout: string;
  stderr: string;
}

/** How much the original's scanner takes for one line. */
const longestLine = 64 * 1024;

/** Collects both streams, apart for the outputs and together, in order, for the error text. */
export class Transcript {
  private readonly parts: { stream: Stream; bytes: Buffer }[] = [];
  private line = "";
  private longest = 0;

  constructor(private readonly execution: Execution) {}

  add(stream: Stream, bytes: Buffer): void {
    this.parts.push({ stream, bytes });
    if (!this.execution.logs.includes(stream)) return;
    const lines = (this.line + bytes.toString()).split("\n");
    this.line = lines.pop() ?? "";
    this.longest = Math.max(this.longest, ...lines.map((line) => line.length + 1), this.line.length);
    lines.forEach(this.execution.status);
  }

  /** The outputs of a command that went well, or the error of one that did not. */
  settle(failure: string | undefined): Output {
    if (this.line) this.execution.status(this.line);
    if (failure !== undefined)
      throw new Error(`${failure}: running ${JSON.stringify(this.execution.command)}:\n${this.join(this.parts)}`);
    if (this.longest > longestLine) {
      throw new Error(
        `a line of output has ${this.longest} bytes, and with logging on the real provider stands still for ever after ${longestLine}; set logging to "none", or write shorter lines`,
      );
    }
    return { stdout: this.text("stdout"), stderr: this.text("stderr") };
  }

  private text(stream: Stream): string {
    const bytes = Buffer.concat(this.parts.filter((part) => part.stream === stream).map((part) => part.bytes));
    if (!isUtf8(bytes)) throw new Error("grpc: error while marshaling: string field contains invalid UTF-8");
    return bytes.toString().replace(/\n$/, "");
  }

  private join(parts: { bytes: Buffer }[]): string {
    return Buffer.concat(parts.map(({ bytes }) => bytes)).toString();
  }
}
