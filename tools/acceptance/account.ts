// SPDX-License-Identifier: Apache-2.0
// Whose account it is, which the provider says: also whether there are credentials at all.
import { reason } from "../../components/ephemeral/engine-output";
import { cloudOf } from "./cloud";
import { signIn } from "./credentials";
import { lookUp } from "./look-up";
import type { RunOrder } from "./order";

/** As the plan shows it, in rows. */
export interface Account {
  /** Of the account, or the project. */
  id: string;
  shown: (readonly [string, string])[];
  /** What stands on no page of results: whose account it is, and who has signed in. */
  hidden: string[];
  /** The provider's configuration that says the same again, wherever somebody has signed in by then. */
  config: Record<string, string>;
  /** For the page of results, which says nothing of the account. */
  region: string;
}

/** @throws Error that says what to do where nobody is signed in */
export function accountOf(order: Pick<RunOrder, "target" | "args" | "config">): Promise<Account> {
  const ask = () => cloudOf(order.target).account(order);
  return lookUp(order, ask, () => {}).catch((error: unknown) => {
    throw new Error(signIn(order.target, reason(error)), { cause: error });
  });
}
