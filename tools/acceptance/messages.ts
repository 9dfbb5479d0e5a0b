// SPDX-License-Identifier: Apache-2.0
// What the process that was typed and the one that does the work say to each other; see worker.ts.
import type { Account } from "./account";
import type { Part, RunOrder } from "./order";
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

export type Task = { do: "account" | "run"; order: RunOrder } | { do: "reap"; order: RunOrder };

export type Message =
  | { line: string }
  | { begins: { part: Part; name: string } }
  | { ended: CaseResult }
  | { account: Account }
  | { failed: string }
  | { done: true };
