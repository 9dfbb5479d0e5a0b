// SPDX-License-Identifier: Apache-2.0
// What the process that was typed and the one that does the work say to each other; see worker.ts.
import type { Account } from "./account";
import type { Part, ReapOrder, RunOrder } from "./order";
import type { Facts } from "./stack";

/** How a case ended. */
export interface CaseResult {
  part: Part;
  name: string;
  seconds: number;
  /** Absent where it passed. */
  failure?: string;
  facts: Facts;
}

/** What was made could not be removed. */
export class StillThere extends Error {}

export type Task =
  | { do: "account"; order: RunOrder }
  | { do: "run"; order: RunOrder; account: Account }
  | { do: "reap"; order: ReapOrder };

export type Message =
  | { line: string }
  | { begins: { part: Part; name: string } }
  | { ended: CaseResult }
  | { account: Account }
  /** `isThere`: what was made could not be removed. */
  | { failed: string; isThere: boolean }
  | { done: true };
