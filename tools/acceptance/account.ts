// SPDX-License-Identifier: Apache-2.0
// Whose account it is, which the provider says: also whether there are credentials at all.
import { up } from "../../components/ephemeral/engine";
import { reason } from "../../components/ephemeral/engine-output";
import { inStack, nameForStack } from "../../components/bake/throw-away-stack";
import { cloudOf } from "./cloud";
import { signIn } from "./credentials";
import { placeOf } from "./place";
import type { RunOrder } from "./order";

/** As the plan shows it, in rows. */
export interface Account {
  shown: (readonly [string, string])[];
  /** For the page of results, which says nothing of the account. */
  region: string;
}

/** @throws Error that says what to do where nobody is signed in */
export async function accountOf(order: RunOrder): Promise<Account> {
  const cloud = cloudOf(order.target);
  const said: string[] = [];
  try {
    const program = async () => ({ account: await cloud.account(order) });
    return await inStack(
      placeOf(order),
      nameForStack(),
      program,
      (line) => said.push(line),
      async (stack) => {
        const { account } = await up(stack, (line) => said.push(line), new AbortController().signal);
        return account?.value as Account;
      },
    );
  } catch (error) {
    throw new Error(signIn(order.target, reason(error)), { cause: error });
  }
}
