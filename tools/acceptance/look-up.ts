// SPDX-License-Identifier: Apache-2.0
import { configOf, nameForStack } from "../../components/bake/throw-away-stack";
import { EphemeralBackend } from "../../components/ephemeral/backend";
import { explained, type Say } from "../../components/ephemeral/engine";
import type { RunOrder } from "./order";
import { project } from "./place";

/** What the provider answers to whom the order names. It is asked in a preview, so that nothing can be made. */
export async function lookUp<T>(order: Pick<RunOrder, "config">, ask: () => Promise<T>, say: Say): Promise<T> {
  const backend = await EphemeralBackend.open({ project });
  let answer: { is: T } | undefined;
  const program = async () => {
    answer = { is: await ask() };
    return {};
  };
  try {
    const name = nameForStack();
    const stack = await backend.create(name, program);
    try {
      await stack.setAllConfig(configOf(order));
      await explained(say, (onOutput) => stack.preview({ color: "never", onOutput }));
    } finally {
      await stack.workspace.removeStack(name);
    }
  } finally {
    backend.close();
  }
  if (!answer) throw new Error("the preview has ended, and the provider was not asked");
  return answer.is;
}
