// SPDX-License-Identifier: Apache-2.0
// What is known of runs on this computer that have made something: a file for each, which is there until nothing is left.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { claimed } from "../../components/bake/turn";
import { commandOf, isAlive, type RunningProcess } from "../../components/running-process";
import { stateFolder } from "../../components/state-folder";
import type { CloudName, RunOrder } from "./order";

/** And who is at work on it. */
export interface RunRecord extends RunningProcess {
  /** With the region, or the project, that it had: whoever removes it may have another one set. */
  order: RunOrder;
  /** The id of the account, or the project. */
  account: string;
  /** The places of its stacks, and their names: written down before they are made. */
  backend: string;
  stacks: string[];
  /** It has ended, and was told to leave all where it is. */
  kept: boolean;
}

const folder = () => stateFolder("cloud-tests");
export const fileOf = (prefix: string) => join(folder(), `${prefix}.json`);
const mine = () => ({ pid: process.pid, command: commandOf(process.pid) });

/** The record of a run that begins, which nobody else has. @throws Error where the prefix has one */
export function begin(order: RunOrder, account: string, backend: string): RunRecord {
  const { prefix } = order;
  const record: RunRecord = { order, account, backend, stacks: [], kept: false, ...mine() };
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  if (claimed(fileOf(prefix), record)) return record;
  const other = read(fileOf(prefix));
  throw new Error(
    other && isAlive(other)
      ? `--prefix ${prefix} is that of process ${other.pid}, which is at work; use another one`
      : `--prefix ${prefix} is that of a run which still has something; use another one, or remove that by --reap`,
  );
}

/** It comes into being whole: whoever is killed meanwhile leaves the one before. */
export function write(record: RunRecord): void {
  const file = fileOf(record.order.prefix);
  writeFileSync(`${file}-${process.pid}`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}-${process.pid}`, file);
}

export const forget = (prefix: string): void => rmSync(fileOf(prefix), { force: true });

/** Which runs: those that were kept on purpose only where they are asked for. */
export interface Which {
  target: CloudName;
  kept: boolean;
  prefix?: string;
  /** @default - those of every account */
  account?: string;
}

/** Runs of which nobody is at work any more, and those of which somebody is. */
export function runsOf({ target, kept, ...one }: Which) {
  const names = existsSync(folder()) ? readdirSync(folder()).filter((name) => name.endsWith(".json")) : [];
  const all = names.flatMap((name) => read(join(folder(), name)) ?? []);
  const wanted = all
    .filter((record) => record.order.target === target && (kept || !record.kept))
    .filter(
      ({ order, account }) => order.prefix === (one.prefix ?? order.prefix) && account === (one.account ?? account),
    );
  const busy = wanted.filter(isAlive);
  return { abandoned: wanted.filter((record) => !busy.includes(record)), busy };
}

/** What a run removes before it begins: those that were killed in the same account, which its plan has named. */
export const killedIn = ({ target }: Pick<RunOrder, "target">, { id: account }: { id: string }): RunRecord[] =>
  runsOf({ target, account, kept: false }).abandoned;

/** The record as ours, so that nobody else removes the same; undefined where somebody else does, or has. */
export function takenOver({ order }: RunRecord): RunRecord | undefined {
  const file = fileOf(order.prefix);
  const claim = `${file}-taken`;
  if (!claimed(claim, mine())) {
    const other = read(claim);
    // It is there for the time of these lines: whoever was killed in them leaves it.
    if (other && !isAlive(other)) rmSync(claim, { force: true });
    if (!other || isAlive(other) || !claimed(claim, mine())) return undefined;
  }
  try {
    const now = read(file);
    if (now === undefined || isAlive(now)) return undefined;
    const own = { ...now, ...mine() };
    write(own);
    return own;
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Undefined where it is gone by now. */
function read(file: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as RunRecord;
  } catch {
    return undefined;
  }
}
