// SPDX-License-Identifier: Apache-2.0
// Programs that tests start: what they say, until a text or until their end.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface Result {
  status: number | null;
  /** Both streams, in order. */
  output: string;
}

/** The end of the program, and of whatever holds its streams. */
export async function finish(child: ChildProcess): Promise<Result> {
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part: Buffer) => parts.push(part));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, output: Buffer.concat(parts).toString() };
}

/** Resolves, with all that was said till then, when the program has written this, or has ended. */
export function written(child: ChildProcess, text: string): Promise<string> {
  let said = "";
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (part: Buffer) => {
        said += part.toString();
        if (said.includes(text)) resolve(said);
      });
    }
    child.once("close", () => resolve(said));
  });
}
