// SPDX-License-Identifier: Apache-2.0
// A whole run: cleans what killed ones have left, tries the cases, and removes what it has made, however they ended.
import { stackName } from "../../components/ephemeral/name";
import { addressOf, EphemeralBackend } from "../../components/ephemeral/backend";
import type { Say } from "../../components/ephemeral/engine";
import { type Case, casesOf } from "./cases";
import type { CaseResult, Message } from "./messages";
import type { Part, RunOrder } from "./order";
import { project } from "./place";
import { abandoned, isTaken, newRecord, type RunRecord, write } from "./records";
import { found, reap } from "./reap";
import { RunStack } from "./run-stack";
import type { Settings } from "./settings";

type Tell = (message: Message) => void;

/** @throws Error where something is still there */
export async function run(order: RunOrder, tell: Tell, ending: AbortSignal): Promise<void> {
  const say: Say = (line) => tell({ line });
  await reapAbandoned(order, say, { kept: false });
  if (isTaken(order.prefix))
    throw new Error(
      `--prefix ${order.prefix} is that of a run which still has something; use another one, or remove that by --reap`,
    );
  const record = newRecord(order, addressOf({}));
  write(record);
  const backend = await EphemeralBackend.open({ project });
  try {
    for (const part of order.parts) {
      const around = {
        order,
        stack: (settings: Settings) => stackOf(backend, record, settings, { say, ending }),
        found: async () => (await found(order, say)).map(({ type, id }) => `${type} ${id}`),
      };
      await tryAll(part, casesOf[part](around), tell, ending);
    }
  } finally {
    backend.close();
    if (order.keep) write({ ...record, kept: true });
    else await reap(record, say);
  }
}

/** What is left of runs that were killed, in the same cloud: others may need credentials that nobody has now. */
export async function reapAbandoned(
  { target }: Pick<RunOrder, "target">,
  say: Say,
  which: { kept: boolean },
): Promise<number> {
  const left = abandoned(which).filter(({ order }) => order.target === target);
  for (const record of left) {
    say(`removing what is left of ${record.order.prefix}`);
    await reap(record, say);
  }
  return left.length;
}

async function stackOf(
  backend: EphemeralBackend,
  record: RunRecord,
  settings: Settings,
  how: { say: Say; ending: AbortSignal },
) {
  const { order } = record;
  // Its own machines end before, so that `npm run reap` finds only what has cost its last.
  const name = stackName(new Date(Date.now() + order.ttlMinutes * 60_000));
  record.stacks.push(name);
  write(record);
  return RunStack.create(backend, name, order, settings, how);
}

async function tryAll(part: Part, cases: Case[], tell: Tell, ending: AbortSignal): Promise<void> {
  for (const one of cases) {
    if (ending.aborted) return;
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
    if (result.failure !== undefined) return;
  }
}

const wasInterrupted = ({ aborted }: AbortSignal): boolean => aborted;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
