// SPDX-License-Identifier: Apache-2.0
import { setTimeout as pause } from "node:timers/promises";

import type { AskMember } from "./ask";
import { asked } from "./asked";
import { fixFor, stageOf } from "./explain";
import { memberScript } from "./member-script";
import type { NodeOrder } from "./order";
import { proofImage, proofLabel, proofName, proofPy } from "./proof-order";
import { SwarmError } from "./report";
import type { Wrong } from "./seen-traffic";

/** How long a probe waits for what takes a moment. */
export interface Pace {
  seconds: number;
  /** Between two looks. */
  between: number;
}

export const usualPace: Pace = { seconds: 180, between: 1 };

/** The scripts of guest/proof.sh, on members. */
export class MemberScripts {
  constructor(private readonly ask: AskMember) {}

  /** @throws SwarmError as `asked` does */
  async on(node: NodeOrder, stage: string, call: string, told: Record<string, string> = {}): Promise<string> {
    const common = { NAME: proofName, LABEL: proofLabel, IMAGE: proofImage, PROOF_PY: proofPy };
    const script = memberScript("proof.sh", { ...common, ...told }, [call]);
    return (await asked(this.ask, node, stage, script, 300)).stdout;
  }
}

/** What a look has found: that it is as it should be, or why not yet. */
export type Look<T> = { result: T } | { problem: SwarmError; isFinal?: boolean };

/** Looks until it is as it should be. @throws SwarmError the last one, where that takes too long */
export async function patiently<T>({ seconds, between }: Pace, look: () => Promise<Look<T>>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if ("result" in seen) return seen.result;
    if (seen.isFinal === true || performance.now() >= end) throw seen.problem;
    await pause(between * 1000);
  }
}

/** One failure of all that is wrong. */
export function failedProbe(stage: string, all: NodeOrder[], wrongs: Wrong[]): SwarmError {
  const [first, ...others] = wrongs;
  const names = [...new Set(wrongs.flatMap(({ nodes }) => nodes))];
  const [where] = first?.nodes ?? [];
  return new SwarmError({
    stage,
    nodes: names,
    what: stageOf(stage).what,
    cause: first?.cause ?? "",
    fix: fixOf(stage, wrongs),
    log: others.slice(0, 12).map(({ cause }) => cause),
    look: all.find(({ name }) => name === where)?.look ?? [],
  });
}

function fixOf(stage: string, wrongs: Wrong[]): string {
  if (wrongs[0]?.cause.includes("bytes are lost") === true)
    return "set mtu to what the network between the members carries (1460 on Google Cloud), or let it carry what their interfaces say";
  // What a connection says tells nothing about an engine.
  const isOfEngine = ["nodes", "service"].includes(stage);
  return isOfEngine
    ? fixFor(
        stage,
        wrongs.map(({ cause }) => cause),
      )
    : stageOf(stage).fix;
}
