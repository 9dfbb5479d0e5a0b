// SPDX-License-Identifier: Apache-2.0
// A whole run: cleans what killed ones have left, tries the cases, and removes what it has made, however they ended.
import { stackName } from "../../components/ephemeral/name";
import { addressOf, EphemeralBackend } from "../../components/ephemeral/backend";
import type { Say } from "../../components/ephemeral/engine";
import { reapAbandoned } from "./abandoned";
import type { Account } from "./account";
import { type Case, casesOf } from "./cases";
import type { CaseResult, Message } from "./messages";
import type { Part, RunOrder } from "./order";
import { project } from "./place";
import { begin, killedIn, type RunRecord, write } from "./records";
import { found, reap } from "./reap";
import { RunStack } from "./run-stack";
import type { Settings } from "./settings";

type Tell = (message: Message) => void;

/** @throws StillThere where something of it could not be removed */
export async function run(given: RunOrder, account: Account, tell: Tell, ending: AbortSignal): Promise<void> {
  const order = { ...given, config: { ...given.config, ...account.config } };
  const say: Say = (line) => tell({ line });
  const { failures } = await reapAbandoned(killedIn(order, account), say);
  for (const failure of failures) say(failure);
  const record = begin(order, account.id, addressOf({}));
  try {
    const backend = await EphemeralBackend.open({ project });
    try {
      for (const part of order.parts) await tryPart(part, { backend, record, tell, ending });
    } finally {
      backend.close();
    }
  } finally {
    if (order.keep) write({ ...record, kept: true });
    else await reap(record, say);
  }
}

interface Trying {
  backend: EphemeralBackend;
  record: RunRecord;
  tell: Tell;
  ending: AbortSignal;
}

async function tryPart(part: Part, { backend, record, tell, ending }: Trying): Promise<void> {
  const { order } = record;
  const say: Say = (line) => tell({ line });
  const made: RunStack[] = [];
  const around = {
    ...{ order, ending },
    stack: async (settings: Settings) => {
      const stack = await RunStack.create(backend, written(record), order, settings, { say, ending });
      made.push(stack);
      return stack;
    },
    found: async () => (await found(order, say)).map(({ type, id }) => `${type} ${id}`),
  };
  const passed = await tryAll(part, casesOf[part](around), tell, ending);
  if (passed || order.keep || ending.aborted) return;
  // The cases of other parts look for what has the prefix. What stays is said when all is removed.
  for (const stack of made.reverse()) await stack.destroy();
}

/** The name of a stack, which stands in the record before there is one. */
function written(record: RunRecord): string {
  // Two machines one after another end before, so that `npm run reap` finds only what nobody uses.
  const minutes = 2 * record.order.ttlMinutes + 60;
  const name = stackName(new Date(Date.now() + minutes * 60_000));
  record.stacks.push(name);
  write(record);
  return name;
}

/** Whether all have passed, up to an interruption. */
async function tryAll(part: Part, cases: Case[], tell: Tell, ending: AbortSignal): Promise<boolean> {
  for (const one of cases) {
    if (ending.aborted) return true;
    const { name } = one;
    tell({ begins: { part, name } });
    const begin = Date.now();
    const result: CaseResult = { part, name, seconds: 0, facts: {} };
    try {
      result.facts = (await one.run()) ?? {};
    } catch (error) {
      result.failure = wasInterrupted(ending) ? "interrupted" : textOf(error);
    }
    tell({ ended: { ...result, seconds: Math.round((Date.now() - begin) / 1000) } });
    if (result.failure !== undefined) return false;
  }
  return true;
}

const wasInterrupted = ({ aborted }: AbortSignal): boolean => aborted;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
