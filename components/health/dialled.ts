// SPDX-License-Identifier: Apache-2.0
// Where a check dials while the host's address still leads to the machine before it. That is asked of the cloud right before the
// check, and lies in a file between the program and the command: in the state it would differ with each refresh.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the machine answers now. */
export interface Dialled {
  host: string;
  /** What becomes of the host's own address meanwhile, for whoever sees the check fail. */
  note?: string | undefined;
}

/** @throws Error where the machine has no address, or nobody can say */
export type AnswersAt = () => Promise<Dialled>;

const file = "dialled";

/** Leaves it for the check's command. */
export async function leaveDialled(folder: string, answersAt: AnswersAt): Promise<void> {
  writeFileSync(join(folder, file), JSON.stringify(await answersAt()), { mode: 0o600 });
}

/** Undefined where the connection itself says it. */
export function readDialled(folder: string): Dialled | undefined {
  const path = join(folder, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Dialled) : undefined;
}
